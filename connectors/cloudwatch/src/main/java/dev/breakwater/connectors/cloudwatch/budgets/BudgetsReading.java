package dev.breakwater.connectors.cloudwatch.budgets;

import java.util.List;

/**
 * All budgets of an account at one time: what is not in it does not exist.
 *
 * @param account 12 digits
 * @param minute  floor(epoch seconds / 60) of the reading
 * @param budgets in the order of their names
 */
public record BudgetsReading(String account, long minute, List<AwsBudget> budgets) {}
