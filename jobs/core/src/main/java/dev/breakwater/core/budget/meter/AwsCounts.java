package dev.breakwater.core.budget.meter;

import dev.breakwater.core.budget.Budget;
import dev.breakwater.core.budget.BudgetOutput;
import dev.breakwater.core.budget.BudgetState;
import dev.breakwater.core.cost.Month;
import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.Reason;

/**
 * AWS's reports about one of its budgets: how far it has counted, and changes of the amount. Call it when the meter has
 * counted all minutes before that of the report. Pure, as the meter is.
 */
public final class AwsCounts {

    /**
     * Minutes of a month in which AWS may still report last month's spend: billing data are updated at least once a
     * day. A day's figure may always be yesterday's, so days count on from nothing.
     */
    private static final int TURN = DataMinute.DAY;

    private AwsCounts() {}

    /**
     * Takes AWS's report of how far it has counted. Its figures are hours old, so they cannot include spend since the
     * reading: our count from that time is added to them, and nothing is counted twice.
     *
     * @param minute   of the telling
     * @param spent    nano-USD of the budget's period; -1: unknown
     * @param forecast nano-USD of the whole period; -1: unknown
     */
    public static void told(BudgetState s, Budget b, long minute, long spent, long forecast) {
        s.awsMinute = minute;
        s.awsSpent = spent;
        s.awsForecast = forecast;
        if (s.first == Long.MIN_VALUE) s.begin(minute);
        int month = Month.of(minute);
        boolean ofThisMonth = month == s.month && minute >= Month.start(month) + TURN;
        if (b.monthly() && ofThisMonth) s.countOn(spent);
    }

    /**
     * The amount changed. The meter itself follows another amount; an amount of the day in place of one of the month, or the
     * other way round, begins again.
     *
     * @param now epoch milliseconds of the safety clock
     */
    public static BudgetOutput changed(BudgetState s, Budget before, Budget after, long now) {
        if (before.monthly() == after.monthly()) return new BudgetOutput();
        s.told = 0;
        return gone(s, before, now);
    }

    /** AWS has no such budget any more: closes all open alarms. */
    public static BudgetOutput gone(BudgetState s, Budget before, long now) {
        BudgetOutput out = new BudgetOutput();
        new BudgetIncidents(s, before, now, out).closeAll(Reason.BUDGET_CHANGED);
        return out;
    }
}
