package dev.breakwater.guard.stage;

import dev.breakwater.core.budget.BudgetBook;
import dev.breakwater.core.budget.DaySpendState;
import dev.breakwater.core.budget.meter.DaySpend;
import dev.breakwater.core.detect.Contribution;
import dev.breakwater.core.model.Observation;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.EdgeName;
import dev.breakwater.guard.stage.fleet.StageContext;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.Spend;
import java.util.List;

/** Tells the budgets what a function spends, and once a day what it spent. */
final class FunctionSpend {

    private static final long QUARTER = 15;

    private FunctionSpend() {}

    static void report(
            DaySpendState s,
            BudgetBook budgets,
            Contribution c,
            Observation o,
            List<Scope> groups,
            StageContext<?> context) {
        for (String key : budgets.keys(o.scope(), groups)) {
            context.emit(AssessFunctions.SPEND, new Spend(key, o.minute(), c.costNano(), o.silentFrom(), o.silentTo()));
        }
        for (String key : budgets.keysOfAws(o.scope(), groups)) {
            context.emit(
                    AssessFunctions.AWS_SPEND, new Spend(key, o.minute(), c.costNano(), o.silentFrom(), o.silentTo()));
        }
        long day = s.day;
        quarter(s, o.scope(), o.minute(), c.costNano(), o.silentTo(), context);
        DaySpend.add(s, o.minute(), c.costNano(), c.demand());
        if (s.day != day) {
            context.timers().registerEventTimeTimer(Clock.endOf(DaySpend.settledAt(o.minute())));
        }
    }

    /** One message a quarter instead of fifteen; a function that rests tells its last one with its next call. */
    private static void quarter(
            DaySpendState s, Scope function, long minute, long nano, long silentTo, StageContext<?> context) {
        long quarter = Math.floorDiv(minute, QUARTER);
        if (quarter < s.quarter) {
            report(function, quarter, nano, silentTo, context);
            return;
        }
        if (quarter > s.quarter) flush(s, function, silentTo, context);
        s.quarter = quarter;
        s.quarterNano += nano;
    }

    private static void flush(DaySpendState s, Scope function, long silentTo, StageContext<?> context) {
        if (s.quarterNano != 0) report(function, s.quarter, s.quarterNano, silentTo, context);
        s.quarterNano = 0;
    }

    private static void report(Scope function, long quarter, long nano, long silentTo, StageContext<?> context) {
        // Lambda@Edge is on CloudFront's bill: what AWS says that Lambda charges does not hold it
        if (EdgeName.isReplica(function.key())) return;
        context.emit(
                AssessFunctions.ACCOUNT_SPEND,
                new AccountMoney(function.account(), quarter * QUARTER, nano, false, silentTo));
    }

    /** Tells of a day that can no longer change; whether there was one. */
    static boolean timer(
            FunctionState state, long arrival, Scope function, Memberships memberships, StageContext<?> context) {
        var told = DaySpend.settled(
                state.spend,
                function,
                () -> memberships.of(function, context.fleet().tags(context.key())),
                arrival);
        if (told.isEmpty()) return false;
        flush(state.spend, function, 0, context);
        context.emit(AssessFunctions.DAYS, told.get());
        if (state.spend.day == Long.MIN_VALUE) state.spend = new DaySpendState();
        return true;
    }
}
