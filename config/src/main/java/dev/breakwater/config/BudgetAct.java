package dev.breakwater.config;

/** What a step of a budget does. */
public enum BudgetAct {
    /** A ticket: nobody is woken. */
    TICKET,
    /** A page. */
    PAGE,
    /** Throttle a group, as far as the mode and the policies allow. */
    THROTTLE,
    /** Propose to throttle a group. */
    PROPOSE
}
