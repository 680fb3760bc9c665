package dev.breakwater.engine.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.decide.Pump;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Sample;
import dev.breakwater.model.Scope;
import dev.breakwater.model.kind.LambdaPricing;
import dev.breakwater.model.kind.Pricing.Doubt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MinuteJoinTest {

    private static final long MINUTE = 29_400_000;
    /** Prices of 1 GB on x86: $0.0000166667 per GB-second, $0.20 per million requests. */
    private static final LambdaPricing ONE_GB = LambdaPricing.of(200, 16_666.7, 0, 1024, 30);

    private final MinuteWindow window = new MinuteWindow();

    @Test
    void aKindWithoutMillisecondsIsCompleteAndPricedWithoutThem() {
        MinuteJoin strokes = new MinuteJoin(window, new Pump(), () -> (calls, milliseconds) -> 7 * calls);
        assertThat(strokes.take(new Sample("A", "r", "pump:well", MetricRole.CALLS, 100, 100, 0, 0, 10, 10)))
                .singleElement()
                .satisfies(o -> assertThat(o.costNano()).isEqualTo(70));
    }

    @Test
    void decidesAMinuteWhenInvocationsDurationAndConcurrencyAreThere() {
        assertThat(take(MetricRole.CALLS, 100)).isEmpty();
        assertThat(take(MetricRole.MILLISECONDS, 20_000)).isEmpty();
        Observation o = take(MetricRole.CONCURRENCY, 7).orElseThrow();
        assertThat(o.invocations()).isEqualTo(100);
        assertThat(o.concurrency()).isEqualTo(7);
        assertThat(o.durationMicros()).isEqualTo(20_000_000);
        assertThat(o.revision()).isZero();
    }

    @Test
    void pricesRequestsAndGigabyteSeconds() {
        Observation o = complete(100, 20_000);
        // 100 x $0.0000002 + 20 s x 1 GB x $0.0000166667
        assertThat(o.costNano()).isEqualTo(Math.round(100 * 200 + 20 * 16_666.7));
        assertThat(o.demandCostNano()).isEqualTo(o.costNano());
    }

    @Test
    void pricesRefusedCallsAsIfTheyHadRun() {
        Observation first = complete(100, 20_000);
        Observation revised = take(MetricRole.REFUSALS, 50).orElseThrow();
        assertThat(revised.costNano()).isEqualTo(first.costNano());
        assertThat(revised.demandCostNano()).isEqualTo(Math.round(first.costNano() * 1.5));
        assertThat(revised.demand()).isEqualTo(150);
        assertThat(revised.revision()).isEqualTo(1);
    }

    @Test
    void whileCallsAreRefusedAMinuteWaitsForTheirNumber() {
        complete(100, 20_000);
        take(MetricRole.REFUSALS, 50);
        MinuteJoin join = new MinuteJoin(window, ONE_GB);
        for (MetricRole role : List.of(MetricRole.CALLS, MetricRole.MILLISECONDS, MetricRole.CONCURRENCY))
            assertThat(join.take(sample(role, 100, MINUTE + 1))).isEmpty();
        assertThat(join.take(sample(MetricRole.REFUSALS, 0, MINUTE + 1))).hasSize(1);
        for (MetricRole role : List.of(MetricRole.CALLS, MetricRole.MILLISECONDS))
            assertThat(join.take(sample(role, 100, MINUTE + 2))).isEmpty();
        assertThat(join.take(sample(MetricRole.CONCURRENCY, 1, MINUTE + 2)))
                .as("none was refused in the minute before")
                .hasSize(1);
    }

    @Test
    void aDuplicateChangesNothing() {
        complete(100, 20_000);
        assertThat(take(MetricRole.CALLS, 100)).isEmpty();
        assertThat(take(MetricRole.MILLISECONDS, 20_000)).isEmpty();
    }

    @Test
    void absurdValuesCostWhatSumsCanBearAndAreNotRemembered() {
        Observation first = complete(1, Double.MAX_VALUE);
        assertThat(first.costNano()).isEqualTo(MinuteJoin.MOST_NANO);
        Observation refused = take(MetricRole.REFUSALS, Double.MAX_VALUE).orElseThrow();
        assertThat(refused.demandCostNano()).isEqualTo(MinuteJoin.MOST_NANO);
        long next = MINUTE + 1;
        Sample calls = new Sample("1", "r", "f", MetricRole.CALLS, next, next, 0, 0, 5, 5);
        new MinuteJoin(window, ONE_GB).take(calls);
        // the duration was never reported, so the usual cost of a call is used, which is at most 1 USD
        Observation o = new MinuteJoin(window, ONE_GB)
                .due(next, new FunctionKey("1", "r", "f"))
                .get(0);
        assertThat(o.costNano()).isBetween(0L, 5_000_000_000L);
        assertThat(o.demandCostNano()).isEqualTo(o.costNano());
    }

    @Test
    void aLaterValueReplacesAndNeverAdds() {
        complete(100, 20_000);
        assertThat(take(MetricRole.CALLS, 120).orElseThrow().invocations()).isEqualTo(120);
    }

    @Test
    void decidesAnIncompleteMinuteWhenItIsDueAndOnlyOnce() {
        take(MetricRole.CALLS, 5);
        assertThat(window.waits(MINUTE)).isTrue();
        Scope scope = Scope.function("1", "r", "f");
        assertThat(new MinuteJoin(window, ONE_GB).due(MINUTE, new FunctionKey(scope)))
                .hasSize(1);
        assertThat(new MinuteJoin(window, ONE_GB).due(MINUTE, new FunctionKey(scope)))
                .isEmpty();
    }

    @Test
    void whatReportsSayIsBilledMakesTheCostExactOverSeveralDeliveries() {
        reported(60, 15_000 * 1024);
        reported(40, 8_000 * 1024);
        // 23,000 ms including INIT, instead of 20,000
        assertThat(complete(100, 20_000).costNano()).isEqualTo(Math.round(100 * 200 + 23 * 16_666.7));
    }

    @Test
    void callsWithoutAReportAreCountedByTheirDuration() {
        complete(100, 20_000);
        Observation revised = reported(25, 6_000 * 1024).orElseThrow();
        assertThat(revised.costNano()).isEqualTo(Math.round(100 * 200 + 6 * 16_666.7 + .75 * 20 * 16_666.7));
    }

    @Test
    void reportsOfMoreCallsThanThereWereCountForNothing() {
        reported(101, 30_000 * 1024);
        Observation o = complete(100, 20_000);
        assertThat(o.costNano()).isEqualTo(byMetrics(100, 20));
        assertThat(new MinuteJoin(window, ONE_GB).doubt(o))
                .as("one strays over the edge of a minute")
                .isEqualTo(Doubt.NONE);
        Observation forged = reported(99, 0).orElseThrow();
        assertThat(forged.costNano()).isEqualTo(byMetrics(100, 20));
        assertThat(new MinuteJoin(window, ONE_GB).doubt(forged)).isEqualTo(Doubt.CALLS);
    }

    @Test
    void reportsNeverMakeAMinuteCheaperThanItsDurations() {
        reported(100, 0);
        Observation o = complete(100, 20_000);
        assertThat(o.costNano()).isEqualTo(byMetrics(100, 20));
        assertThat(new MinuteJoin(window, ONE_GB).doubt(o)).isEqualTo(Doubt.NONE);
    }

    @Test
    void reportsTellEarlyOfMoreCallsThanAnyMinuteHadLately() {
        complete(100, 20_000);
        report(MINUTE + 2, 40, 40 * 200 * 1024);
        report(MINUTE + 3, 100, 100 * 200 * 1024);
        assertThat(early()).as("no more than usual").isEmpty();
        report(MINUTE + 3, 20, 20 * 200 * 1024);
        assertThat(early()).extracting(Observation::minute).containsExactly(MINUTE + 2, MINUTE + 3);
        Observation o = early().get(1);
        assertThat(o.early()).isTrue();
        assertThat(o.invocations()).isEqualTo(120);
        assertThat(o.costNano()).isEqualTo(Math.round(120 * 200 + 24 * 16_666.7));
    }

    @Test
    void aCallThatStillRunsCountsAtTheUsualPrice() {
        complete(100, 20_000);
        report(MINUTE + 1, 50, 50 * 200 * 1024);
        Sample started = new Sample("1", "r", "f", MetricRole.STARTED_CALLS, MINUTE + 1, MINUTE, 0, 0, 150, 150);
        assertThat(new MinuteJoin(window, ONE_GB).take(started)).isEmpty();
        Observation o = early().get(0);
        assertThat(o.invocations()).isEqualTo(150);
        assertThat(o.costNano()).isEqualTo(Math.round(150 * 200 + 30 * 16_666.7));
    }

    @Test
    void aReportThatCannotBeTrueTellsNothingEarly() {
        report(MINUTE + 1, 100, 100 * 200 * 1024);
        assertThat(early()).hasSize(1);
        new MinuteJoin(window, ONE_GB).take(sample(MetricRole.MEMORY_SIZE, 2048, MINUTE + 1));
        assertThat(early()).as("the inventory denies that memory").isEmpty();
    }

    @Test
    void aMinuteThatIsDecidedIsNotToldEarly() {
        reported(60, 15_000 * 1024);
        assertThat(early()).hasSize(1);
        complete(100, 20_000);
        assertThat(early()).isEmpty();
    }

    @Test
    void aCallLongerThanItsTimeoutDiscreditsTheReportsOfItsMinute() {
        told(MetricRole.HIGHEST_REPORT, 41_000 * 1024);
        reported(100, 41_000 * 1024);
        Observation o = complete(100, 20_000);
        assertThat(o.costNano()).isEqualTo(byMetrics(100, 20));
        assertThat(new MinuteJoin(window, ONE_GB).doubt(o)).isEqualTo(Doubt.TIMEOUT);
    }

    @Test
    void aMemoryThatTheInventoryDeniesDiscreditsTheReportsOfItsMinute() {
        told(MetricRole.MEMORY_SIZE, 2048);
        reported(100, 20_100 * 2048);
        Observation o = complete(100, 20_000);
        assertThat(o.costNano()).isEqualTo(byMetrics(100, 20));
        assertThat(new MinuteJoin(window, ONE_GB).doubt(o)).isEqualTo(Doubt.MEMORY);
    }

    @Test
    void callsCannotTogetherTakeLongerThanDurationAndInit() {
        reported(2, 45_000 * 1024);
        Observation o = complete(2, 20_000);
        assertThat(o.costNano()).isEqualTo(byMetrics(2, 20));
        assertThat(new MinuteJoin(window, ONE_GB).doubt(o)).isEqualTo(Doubt.DURATION);
    }

    @Test
    void anyMemoryIsBelievedOfAFunctionThatTheInventoryDoesNotKnow() {
        LambdaPricing assumed = LambdaPricing.assumed(200, 16_666.7, 0, 1024);
        take(assumed, MetricRole.MEMORY_SIZE, 128, 1);
        take(assumed, MetricRole.BILLED_MEGABYTE_MILLISECONDS, 21_000 * 128, 100);
        take(assumed, MetricRole.CALLS, 100, 100);
        take(assumed, MetricRole.MILLISECONDS, 20_000, 100);
        Observation o = take(assumed, MetricRole.CONCURRENCY, 1, 1).orElseThrow();
        assertThat(o.costNano()).isEqualTo(Math.round(100 * 200 + 21 * 16_666.7 / 8));
    }

    @Test
    void reportsAloneDecideNoMinute() {
        assertThat(reported(60, 900_000)).isEmpty();
        assertThat(new MinuteJoin(window, ONE_GB).due(MINUTE, new FunctionKey("1", "r", "f")))
                .isEmpty();
    }

    @Test
    void countsCallsByDurationWhereInvocationsAreMissing() {
        take(MetricRole.MILLISECONDS, 9_000);
        Observation o = new MinuteJoin(window, ONE_GB)
                .due(MINUTE, new FunctionKey("1", "r", "f"))
                .get(0);
        assertThat(o.invocations()).isEqualTo(3);
    }

    @Test
    void ignoresAMinuteOlderThanTheWindowHolds() {
        complete(100, 20_000);
        Sample old = sample(MetricRole.CALLS, 9, MINUTE - window.minute.length);
        assertThat(new MinuteJoin(window, ONE_GB).take(old)).isEmpty();
        assertThat(window.waits(MINUTE)).isFalse();
    }

    @Test
    void aWindowThatIsMadeWiderKeepsWhatItHoldsAndANarrowerOneTheNewest() {
        complete(100, 20_000);
        long next = MINUTE + window.minute.length;
        window.hold(60);
        assertThat(take(MetricRole.MILLISECONDS, 20_000)).isEmpty();
        new MinuteJoin(window, ONE_GB).take(sample(MetricRole.CALLS, 9, next));
        assertThat(take(MetricRole.CALLS, 130).orElseThrow().revision()).isEqualTo(1);
        window.hold(30);
        assertThat(window.waits(next)).isTrue();
        assertThat(take(MetricRole.CALLS, 150)).isEmpty();
    }

    private Observation complete(double invocations, double durationMs) {
        take(MetricRole.CALLS, invocations);
        take(MetricRole.MILLISECONDS, durationMs);
        return take(MetricRole.CONCURRENCY, 3).orElseThrow();
    }

    private static long byMetrics(double invocations, double gbSeconds) {
        return Math.round(invocations * 200 + gbSeconds * 16_666.7);
    }

    private void told(MetricRole metric, double value) {
        assertThat(take(ONE_GB, metric, value, 1)).isEmpty();
    }

    private Optional<Observation> reported(double calls, double mbMs) {
        return take(ONE_GB, MetricRole.BILLED_MEGABYTE_MILLISECONDS, mbMs, calls);
    }

    private List<Observation> early() {
        return new MinuteJoin(window, ONE_GB).early(new FunctionKey("1", "r", "f"), MINUTE);
    }

    private void report(long minute, double calls, double mbMs) {
        new MinuteJoin(window, ONE_GB)
                .take(new Sample(
                        "1", "r", "f", MetricRole.BILLED_MEGABYTE_MILLISECONDS, minute, MINUTE, 0, 0, mbMs, calls));
    }

    private Optional<Observation> take(LambdaPricing pricing, MetricRole metric, double value, double count) {
        return new MinuteJoin(window, pricing)
                .take(new Sample("1", "r", "f", metric, MINUTE, MINUTE, 0, 0, value, count)).stream()
                        .findFirst();
    }

    private Optional<Observation> take(MetricRole metric, double value) {
        return new MinuteJoin(window, ONE_GB)
                .take(sample(metric, value, MINUTE)).stream().findFirst();
    }

    private static Sample sample(MetricRole metric, double value, long minute) {
        return new Sample("1", "r", "f", metric, minute, MINUTE, 0, 0, value, 3);
    }
}
