package dev.breakwater.guard.stage;

import dev.breakwater.engine.budget.BudgetBook;
import dev.breakwater.engine.budget.meter.BudgetMeter;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.budget.meter.DaySpend.State.SpentDay;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.detect.account.ContributionDelta;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.KeyedStage.StageContext;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.Spend;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.kind.Lambda;
import java.util.List;
import java.util.Map;

/** Reports a function's spend to budgets, and its daily sum once a day. */
final class FunctionSpend {

    private static final long QUARTER = 15;

    private FunctionSpend() {}

    /** @param facts the function's facts, or null */
    static void report(
            DaySpend.State s,
            BudgetBook budgets,
            ContributionDelta delta,
            Observation o,
            List<Scope> groups,
            GuardSettings settings,
            FunctionFacts facts,
            StageContext<?> context) {
        PriceTable prices = settings.prices();
        long nano = delta.account().costNano();
        boolean assumed = prices.lacks(o.scope(), facts);
        for (String key : budgets.keys(o.scope(), groups)) {
            context.emit(
                    AssessFunctions.SPEND, new Spend(key, o.minute(), nano, o.silentFrom(), o.silentTo(), assumed));
        }
        // AWS's charges for Lambda do not include add-ons, and CloudFront's bill contains Lambda@Edge
        long other = Lambda.charges(o.scope().key())
                ? Math.round(prices.addOnNano(o.scope().key(), facts == null ? Map.of() : facts.tags()) * delta.ran())
                : nano;
        long day = s.now.day;
        quarter(s, o.scope(), o.minute(), nano - other, o.silentTo(), context);
        DaySpend.add(s, o.minute(), nano, other, delta.ran());
        DaySpend.gap(s, o.silentFrom(), o.silentTo());
        if (s.now.day != day) {
            context.timers()
                    .registerEventTimeTimer(Clock.endOf(DaySpend.settledAt(o.minute(), waits(o.scope(), settings))));
        }
    }

    /**
     * How long a function waits for late samples before it reports a day, in minutes. Functions wait for different
     * times, so that a whole fleet does not report in the same minute. All report before control counts the day.
     */
    private static int waits(Scope function, GuardSettings settings) {
        int late = settings.state().lateMinutes();
        int spread = ControlState.Spend.TOLD_WITHIN - BudgetMeter.PATIENCE - late;
        return late + Math.floorMod(function.functionId().hashCode(), Math.max(1, spread));
    }

    /**
     * Sends one message for each quarter of an hour, instead of one for each minute. An idle function sends its last
     * message with its next call.
     */
    private static void quarter(
            DaySpend.State s, Scope function, long minute, long nano, long silentTo, StageContext<?> context) {
        long quarter = Math.floorDiv(minute, QUARTER);
        if (quarter < s.quarter) {
            report(function, quarter, nano, silentTo, context);
            return;
        }
        if (quarter > s.quarter) flush(s, function, silentTo, context);
        s.quarter = quarter;
        s.quarterNano += nano;
    }

    private static void flush(DaySpend.State s, Scope function, long silentTo, StageContext<?> context) {
        if (s.quarterNano != 0) report(function, s.quarter, s.quarterNano, silentTo, context);
        s.quarterNano = 0;
    }

    private static void report(Scope function, long quarter, long nano, long silentTo, StageContext<?> context) {
        context.emit(
                AssessFunctions.ACCOUNT_SPEND,
                new AccountMoney(function.account(), quarter * QUARTER, nano, false, silentTo));
    }

    /**
     * Reports a day that can no longer change, or any day at the end of a recording. Returns whether there was a day to
     * report.
     */
    static boolean timer(
            FunctionState state,
            long arrival,
            Scope function,
            Memberships memberships,
            GuardSettings settings,
            StageContext<?> context) {
        SpentDay d = DaySpend.settled(state.spend, arrival, waits(function, settings));
        if (d == null) return false;
        flush(state.spend, function, 0, context);
        List<Scope> groups = memberships.of(function, context.fleet().tags(context.key()));
        FunctionFacts facts = context.fleet().facts(function.functionId());
        context.emit(
                AssessFunctions.DAYS,
                new DaySpend(
                        function,
                        groups.stream().map(Scope::key).toList(),
                        d,
                        Clock.ended(context.timers().currentWatermark()),
                        settings.prices().lacks(function, facts),
                        facts == null,
                        false));
        if (state.spend.now.day == Long.MIN_VALUE) state.spend = new DaySpend.State();
        return true;
    }
}
