package dev.breakwater.core.budget;

/** What an alarm of a budget does. */
public enum BudgetAct {
    /** A ticket: told, but nobody is woken. */
    TICKET,
    /** A page. */
    PAGE,
    /** A ticket with the proposal to throttle a group. */
    PROPOSE,
    /** A ticket, and the group is held at its usual peak while the step stands. */
    THROTTLE
}
