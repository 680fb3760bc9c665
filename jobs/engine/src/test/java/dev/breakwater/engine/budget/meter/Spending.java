package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.ScopeKind;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/** Feeds a budget's meter minute by minute. */
final class Spending {

    static final long AUGUST = DataMinute.monthStart(2026 * 12 + 7);
    static final long DAY = 1440;

    final Metered said = new Metered();
    Budget budget;
    long next;

    Spending(Budget budget, long from) {
        this.budget = budget;
        this.next = from;
    }

    static Budget budget(double usdPerMonth, double usdPerDay, BudgetStep... steps) {
        return new Budget(
                "b",
                ScopeKind.ACCOUNT,
                "111122223333",
                "*",
                nano(usdPerMonth),
                nano(usdPerDay),
                nano(.1),
                true,
                List.of(steps));
    }

    static long nano(double usd) {
        return Math.round(usd * 1e9);
    }

    /** Spends this many USD an hour until a minute. The meter gets the spend of each minute. */
    Spending until(long to, LongToDoubleFunction usdPerHour) {
        for (; next < to; next++) {
            double usd = usdPerHour.applyAsDouble(next) / 60;
            if (usd != 0) said.state.add(next, nano(usd), 0, 0, next);
            said.take(new BudgetMeter(said.state, budget, (next + 1) * 60_000, false).advance(next));
        }
        return this;
    }

    Spending until(long to, double usdPerHour) {
        return until(to, m -> usdPerHour);
    }
}
