package dev.breakwater.core.budget;

import java.io.Serializable;

/**
 * An action that is taken once in a period when a share of the budget is spent, or forecast to be.
 *
 * @param spent    share of the budget that is spent, 1 = all; 0: the step waits for the forecast
 * @param forecast share of the month's budget that the forecast reaches; 0: the step waits for actual spend
 * @param act      what it does
 * @param group    the group that is to be throttled; empty if nothing is
 */
public record BudgetStep(double spent, double forecast, BudgetAct act, String group) implements Serializable {

    /** The effect of a budget's alarm. */
    public enum BudgetAct {
        /** A ticket: sent, but nobody is woken. */
        TICKET,
        /** A page. */
        PAGE,
        /** A ticket with the proposal to throttle a group. */
        PROPOSE,
        /** Opens a ticket, and limits the group to its usual peak while the step's condition is true. */
        THROTTLE
    }
}
