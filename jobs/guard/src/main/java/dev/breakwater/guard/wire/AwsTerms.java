package dev.breakwater.guard.wire;

import java.util.List;

/**
 * The AWS Budgets of an account for one scope: a budget that is missing does not exist any more.
 *
 * @param scope   key of the spend that counts: {@code aws:account|ID} or {@code aws:group:NAME|ID}
 * @param owner   the account that has the budgets
 * @param minute  when AWS reported it
 * @param budgets in the order of their names
 */
public record AwsTerms(String scope, String owner, long minute, List<AwsTerm> budgets) {}
