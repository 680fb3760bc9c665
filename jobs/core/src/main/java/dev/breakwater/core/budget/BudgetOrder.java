package dev.breakwater.core.budget;

/**
 * A budget step's order to limit a group to its usual peak. It applies to the minute in which it was sent and is repeated every minute. If it stops coming, it ends.
 *
 * @param group    the group's name
 * @param account  the account of the functions; {@link dev.breakwater.core.model.Scope#WHOLE}: all accounts
 * @param incident id of the step's incident
 */
public record BudgetOrder(String group, String account, String incident) {}
