package dev.breakwater.config;

/** What a budget is for. */
public enum BudgetScope {
    /** Each watched account apart, or one of them. */
    ACCOUNT,
    /** All watched accounts together. */
    ORGANISATION,
    /** The functions of a group, over all accounts and regions. */
    GROUP,
    /** The functions of one name, over all accounts and regions. */
    FUNCTION
}
