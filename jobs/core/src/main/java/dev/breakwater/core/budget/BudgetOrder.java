package dev.breakwater.core.budget;

/**
 * A step of a budget asks for a group to be held at its usual peak. It holds for the minute in which it was sent, and
 * is sent again each minute; silence ends it.
 *
 * @param group    the group's name
 * @param account  the account of the functions; {@link dev.breakwater.core.model.Scope#WHOLE}: all accounts
 * @param incident id of the step's incident
 */
public record BudgetOrder(String group, String account, String incident) {}
