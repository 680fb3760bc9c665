package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObserveStageTest {

    private static final long M = Given.START + 600;

    private StageRig<Samples, Observation> rig;

    @BeforeEach
    void open() throws Exception {
        rig = rig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void emitsACompleteMinuteAtOnce() throws Exception {
        feed(MetricRole.CALLS, M, M, 10, 10);
        feed(MetricRole.MILLISECONDS, M, M, 5_000, 10);
        assertThat(rig.out()).isEmpty();
        feed(MetricRole.CONCURRENCY, M, M, 3, 10);
        assertThat(rig.out()).singleElement().satisfies(o -> {
            assertThat(o.scope().key()).isEqualTo("f");
            assertThat(o.minute()).isEqualTo(M);
            assertThat(o.arrivalMinute()).isEqualTo(M);
            assertThat(o.invocations()).isEqualTo(10);
            assertThat(o.durationMicros()).isEqualTo(5_000_000);
            assertThat(o.concurrency()).isEqualTo(3);
            assertThat(o.revision()).isZero();
        });
    }

    @Test
    void saysACompleteMinuteOnceThoughTheFeedMovesOn() throws Exception {
        complete(M, 10);
        rig.arrive(M + 5);
        assertThat(rig.out()).hasSize(1);
    }

    @Test
    void emitsAnIncompleteMinuteWhenTheFeedIsTwoMinutesPastItAndNotBefore() throws Exception {
        feed(MetricRole.CALLS, M, M, 10, 10);
        rig.arrive(M + 1);
        rig.watermark((M + 2) * 60_000 - 2);
        assertThat(rig.out()).isEmpty();
        rig.arrive(M + 2);
        assertThat(rig.out()).singleElement().satisfies(o -> {
            assertThat(o.minute()).isEqualTo(M);
            assertThat(o.arrivalMinute()).isEqualTo(M + 2);
            assertThat(o.invocations()).isEqualTo(10);
        });
    }

    @Test
    void whatReportsTellGoesOnAtOnceInALiveRunAndDecidesNothingInARecording() throws Exception {
        try (StageRig<Samples, Observation> live = rig(Given.live())) {
            for (StageRig<Samples, Observation> each : List.of(rig, live)) {
                Sample report = new Sample(
                        Given.ACCOUNT,
                        Given.REGION,
                        "f",
                        MetricRole.BILLED_MEGABYTE_MILLISECONDS,
                        M + 2,
                        M,
                        0,
                        0,
                        50_000,
                        10);
                each.feed(Samples.of(report), M);
            }
            assertThat(live.out()).extracting(Observation::early).containsExactly(true);
            assertThat(rig.out()).isEmpty();
        }
    }

    @Test
    void aLateValueRevisesADecidedMinute() throws Exception {
        complete(M, 10);
        rig.arrive(M + 4);
        feed(MetricRole.CALLS, M, M + 4, 25, 25);
        feed(MetricRole.REFUSALS, M, M + 4, 5, 30);
        assertThat(rig.out()).extracting(Observation::revision).containsExactly(0, 1, 2);
        assertThat(rig.out()).extracting(Observation::demand).containsExactly(10L, 25L, 30L);
        assertThat(rig.out().get(1).arrivalMinute()).isEqualTo(M + 4);
    }

    @Test
    void aBundleIsAsItsSamplesOneByOneAndAMinuteThatItCompletesSetsNoTimer() throws Exception {
        complete(M, 10);
        try (StageRig<Samples, Observation> other = rig()) {
            other.feed(new Samples(minute("f", M, 10)), M);
            assertThat(other.out()).isEqualTo(rig.out()).hasSize(1);
            assertThat(other.timers()).isEqualTo(rig.timers() - 1);
        }
    }

    @Test
    void aBundleOfSeveralMinutesWaitsForEachThatIsIncomplete() throws Exception {
        Sample first = sample("f", MetricRole.CALLS, M - 1, M, 10, 10);
        Sample second = sample("f", MetricRole.CALLS, M, M, 7, 7);
        rig.feed(new Samples(List.of(first, second)), M);
        rig.arrive(M + 1);
        assertThat(rig.out()).extracting(Observation::minute).containsExactly(M - 1);
        rig.arrive(M + 2);
        assertThat(rig.out()).extracting(Observation::minute).containsExactly(M - 1, M);
    }

    @Test
    void aDuplicateEmitsNothing() throws Exception {
        complete(M, 10);
        complete(M, 10);
        rig.arrive(M + 3);
        complete(M, 10);
        assertThat(rig.out()).hasSize(1);
    }

    /** If all functions were forgotten in the same minute, their states would all be read before the next sample. */
    @Test
    void theFunctionsOfAFleetAreForgottenInAllMinutesOfADay() {
        Map<Long, Integer> due = new HashMap<>();
        for (int f = 0; f < 144_000; f++)
            due.merge(Clock.forgetAt(M, "111122223333|eu-west-1|job-" + f), 1, Integer::sum);
        assertThat(due).hasSize(1_440);
        assertThat(due.values()).allMatch(functions -> functions < 200);
    }

    @Test
    void forgetsAFunctionThatIsUnusedFor31Days() throws Exception {
        complete(M, 10);
        rig.arrive(Given.START + 31L * Given.DAY - 1);
        assertThat(rig.stateEntries()).isEqualTo(1);
        rig.arrive(Given.START + 32L * Given.DAY);
        assertThat(rig.stateEntries()).isZero();
        assertThat(rig.timers()).isZero();
    }

    @Test
    void aFunctionUsedAgainIsKeptForAnother31Days() throws Exception {
        complete(M, 10);
        rig.arrive(M + 5 * Given.DAY);
        complete(M + 5 * Given.DAY, 10);
        rig.arrive(Given.START + 35L * Given.DAY);
        assertThat(rig.stateEntries()).isEqualTo(1);
        rig.arrive(Given.START + 37L * Given.DAY);
        assertThat(rig.stateEntries()).isZero();
        assertThat(rig.timers()).isZero();
        assertThat(rig.out()).hasSize(2);
    }

    @Test
    void oneTimerStandsForAFunctionHoweverManyDaysItIsUsed() throws Exception {
        for (int day = 0; day < 40; day++) {
            long minute = M + (long) day * Given.DAY;
            complete(minute, 10);
            rig.arrive(minute + 60);
            assertThat(rig.timers()).as("day %d", day).isEqualTo(1);
        }
    }

    @Test
    void endOfInputEmitsWhatWaitsAndForgetsNothing() throws Exception {
        feed(MetricRole.CALLS, M, M, 10, 10);
        rig.endInput();
        assertThat(rig.out()).extracting(Observation::minute).containsExactly(M);
        assertThat(rig.stateEntries()).isEqualTo(1);
        assertThat(rig.timers()).isZero();
    }

    @Test
    void aRestartInTheMiddleOfAMinuteChangesNothing() throws Exception {
        script(rig, false);
        try (StageRig<Samples, Observation> other = rig()) {
            script(other, true);
            assertThat(other.out()).isEqualTo(rig.out()).hasSize(5);
        }
    }

    @Test
    void pricesByTheInventorysMemoryAndArchitecture() throws Exception {
        complete(Given.KNOWN, M, 10);
        // 10 requests, 1 s at 0.5 GB on arm64
        assertThat(rig.out().get(0).costNano()).isEqualTo(10 * 200 + 5_000);
    }

    @Test
    void pricesAnUnknownFunctionByTheAssumedMemory() throws Exception {
        complete("f", M, 10);
        // 10 requests, 1 s at 1 GB on x86_64
        assertThat(rig.out().get(0).costNano()).isEqualTo(10 * 200 + 20_000);
    }

    @Test
    void pricesRefusedCallsAsDemandAndNotAsCost() throws Exception {
        feed(MetricRole.REFUSALS, M, M, 10, 10);
        complete("f", M, 10);
        assertThat(rig.out().get(0).costNano()).isEqualTo(22_000);
        assertThat(rig.out().get(0).demandCostNano()).isEqualTo(44_000);
    }

    /** Plays a complete minute, a revision, and minutes that are decided only by the watermark. */
    private static void script(StageRig<Samples, Observation> rig, boolean restarts) throws Exception {
        List<Sample> samples = List.of(
                sample("f", MetricRole.CALLS, M, M, 10, 10),
                sample("f", MetricRole.MILLISECONDS, M, M, 1_000, 10),
                sample("f", MetricRole.CONCURRENCY, M, M, 3, 10),
                sample("f", MetricRole.CALLS, M + 1, M + 1, 7, 7),
                sample("f", MetricRole.REFUSALS, M, M + 2, 4, 4),
                sample("f", MetricRole.ERRORS, M + 2, M + 2, 1, 1),
                sample("f", MetricRole.MILLISECONDS, M + 1, M + 3, 900, 7));
        for (Sample s : samples) {
            rig.arrive(s.arrivalMinute());
            rig.feed(Samples.of(s), s.arrivalMinute());
            if (restarts) rig.restart();
        }
        rig.arrive(M + 10);
    }

    private void complete(long minute, double calls) throws Exception {
        complete("f", minute, calls);
    }

    private void complete(String function, long minute, double calls) throws Exception {
        for (Sample one : minute(function, minute, calls)) rig.feed(Samples.of(one), minute);
    }

    private void feed(MetricRole metric, long minute, long arrival, double value, double count) throws Exception {
        rig.feed(Samples.of(sample("f", metric, minute, arrival, value, count)), arrival);
    }

    private static List<Sample> minute(String function, long minute, double calls) {
        return List.of(
                sample(function, MetricRole.CALLS, minute, minute, calls, calls),
                sample(function, MetricRole.MILLISECONDS, minute, minute, 1_000, calls),
                sample(function, MetricRole.CONCURRENCY, minute, minute, 3, calls));
    }

    private static Sample sample(
            String function, MetricRole metric, long minute, long arrival, double value, double count) {
        return new Sample(Given.ACCOUNT, Given.REGION, function, metric, minute, arrival, 0, 0, value, count);
    }

    private static StageRig<Samples, Observation> rig() throws Exception {
        return rig(Given.recording());
    }

    private static StageRig<Samples, Observation> rig(GuardSettings settings) throws Exception {
        return new StageRig<>(
                () -> new WithFleet<>(new Observing(settings), settings.fleet()),
                s -> s.function().id(),
                List.of());
    }
}
