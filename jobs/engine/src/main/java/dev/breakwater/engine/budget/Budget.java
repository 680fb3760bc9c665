package dev.breakwater.engine.budget;

import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.io.Serializable;
import java.util.List;

/**
 * A budget. An amount of 0 means that this amount is not set. A budget has an amount for a month, for a day, or for
 * both.
 *
 * @param name           unique
 * @param kind           function, group, or account; the account {@link Scope#WHOLE} is the whole organisation
 * @param account        the account; {@link Scope#WHOLE} for all accounts together, {@link BudgetBook#EACH} for each
 *     account separately
 * @param key            the function's or group's name; {@link Scope#WHOLE} for an account
 * @param monthNano      nano-USD a calendar month in UTC
 * @param dayNano        nano-USD a day in UTC
 * @param minNanoPerHour hourly spend below which the budget raises no burn alarm, nano-USD
 * @param page           whether a fast burn, a forecast above the budget and an exhausted budget send a page instead of
 *     a ticket
 * @param steps          the steps; only the first {@link #MOST_STEPS} are used
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

    /** The largest number of steps that a budget's state can store. */
    public static final int MOST_STEPS = 32;

    /** The spend that the budget covers, in all regions. */
    public Scope scope() {
        return new Scope(kind, account, Scope.WHOLE, key);
    }

    /** Returns this budget for one account. This budget must be a template that covers every account separately. */
    Budget inAccount(String one) {
        return account.equals(one)
                ? this
                : new Budget(name, kind, one, key, monthNano, dayNano, minNanoPerHour, page, steps);
    }

    /**
     * The amount on which steps and the remaining money are based. It is the month's amount, or the day's amount if the
     * budget has no amount for a month.
     */
    public long amount() {
        return monthNano > 0 ? monthNano : dayNano;
    }

    /** Whether the budget is monthly. */
    public boolean monthly() {
        return monthNano > 0;
    }

    /**
     * An action that happens once in a period, when spend or the forecast reaches a share of the budget.
     *
     * @param spent    the share of the budget that must be spent before the step applies (1 is all of it); 0 for a step
     *     that uses the forecast
     * @param forecast the share of the month's budget that the forecast must reach before the step applies; 0 for a
     *     step that uses actual spend
     * @param act      the action of the step
     * @param group    the group to throttle; empty if there is none
     */
    public record BudgetStep(double spent, double forecast, BudgetAct act, String group) implements Serializable {

        /** The effect of a budget's alarm. */
        public enum BudgetAct {
            /** Opens a ticket, which wakes nobody. */
            TICKET,
            /** A page. */
            PAGE,
            /** Opens a ticket that proposes to throttle a group. */
            PROPOSE,
            /** Opens a ticket, and limits the group to its usual peak while the step's condition is true. */
            THROTTLE
        }
    }
}
