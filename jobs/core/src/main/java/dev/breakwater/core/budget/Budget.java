package dev.breakwater.core.budget;

import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import java.io.Serializable;
import java.util.List;

/**
 * A budget. An amount of 0 means that there is none. At least one of the month's and the day's amount is set.
 *
 * @param name           unique
 * @param kind           function, group, or account; the organisation is the account {@link Scope#WHOLE}
 * @param account        the account; {@link Scope#WHOLE}: all together; {@link BudgetBook#EACH}: each one separately
 * @param key            the function's or group's name; {@link Scope#WHOLE} for an account
 * @param monthNano      nano-USD a calendar month in UTC
 * @param dayNano        nano-USD a day in UTC
 * @param minNanoPerHour pace below which spend is never too fast, nano-USD an hour
 * @param page           whether fast burn, a forecast above the budget and a spent budget page; otherwise they are
 *     tickets
 * @param steps          at most {@link #MOST_STEPS} count
 */
public record Budget(
        String name,
        ScopeKind kind,
        String account,
        String key,
        long monthNano,
        long dayNano,
        long minNanoPerHour,
        boolean page,
        List<Budget.BudgetStep> steps)
        implements Serializable {

    /** The largest number of steps that the state has room for. */
    public static final int MOST_STEPS = 32;

    /** The spend that the budget covers, in all regions. */
    public Scope scope() {
        return new Scope(kind, account, Scope.WHOLE, key);
    }

    /** Returns this budget for one account, if it is a template for every account. */
    Budget inAccount(String one) {
        return account.equals(one)
                ? this
                : new Budget(name, kind, one, key, monthNano, dayNano, minNanoPerHour, page, steps);
    }

    /** The amount that steps and the remaining money refer to: the month's or, if there is none, the day's. */
    public long amount() {
        return monthNano > 0 ? monthNano : dayNano;
    }

    /** Whether the budget's period is the month. */
    public boolean monthly() {
        return monthNano > 0;
    }

    /**
     * An action that happens once in a period, when a share of the budget is spent or forecast.
     *
     * @param spent    share of the budget that is spent, 1 = all; 0: the step waits for the forecast
     * @param forecast share of the month's budget that the forecast reaches; 0: the step waits for actual spend
     * @param act      the action of the step
     * @param group    the group to throttle; empty if there is none
     */
    public record BudgetStep(double spent, double forecast, BudgetAct act, String group) implements Serializable {

        /** The effect of a budget's alarm. */
        public enum BudgetAct {
            /** A ticket, which is sent but wakes nobody. */
            TICKET,
            /** A page. */
            PAGE,
            /** A ticket with the proposal to throttle a group. */
            PROPOSE,
            /** Opens a ticket, and limits the group to its usual peak while the step's condition is true. */
            THROTTLE
        }
    }
}
