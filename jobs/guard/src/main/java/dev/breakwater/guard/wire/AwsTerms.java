package dev.breakwater.guard.wire;

import java.util.List;

/**
 * The budgets that an account has for one thing that spends: what is not among them does not exist any more.
 *
 * @param scope   key of the spend that counts: {@code aws:account|ID} or {@code aws:group:NAME|ID}
 * @param owner   the account that has the budgets
 * @param minute  AWS's forecast for its period, nano-USD; -1: unknown
 * @param budgets in the order of their names
 */
public record AwsTerms(String scope, String owner, long minute, List<AwsTerm> budgets) {}
