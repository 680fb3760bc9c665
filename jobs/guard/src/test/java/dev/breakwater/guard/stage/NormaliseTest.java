package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Pulse;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.ControlInput.UnreservedUse;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Place;
import dev.breakwater.model.Sample;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NormaliseTest {

    private static final long M = Given.START;

    private KeyedProcessOperator<Integer, FeedRecord, Sample> operator;
    private KeyedOneInputStreamOperatorTestHarness<Integer, FeedRecord, Sample> harness;

    @BeforeEach
    void open() throws Exception {
        operator = new KeyedProcessOperator<>(new Normalise(Settings.State.INITIAL, 1));
        harness = new KeyedOneInputStreamOperatorTestHarness<>(operator, r -> 0, Types.INT);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void passesASampleOfAFunctionOnWithItsArrivalMinute() throws Exception {
        feed(sample("f", MetricRole.CALLS, M - 3));
        assertThat(out())
                .containsExactly(
                        new Sample(Given.ACCOUNT, Given.REGION, "f", MetricRole.CALLS, M - 3, M, 0, 0, 500, 20));
    }

    @Test
    void takesTheMaximumOfConcurrencyAndOfWhatMakesReportsDoubtfulAndTheSumOfAllElse() throws Exception {
        Set<MetricRole> ofFunctions = EnumSet.allOf(MetricRole.class);
        ofFunctions.removeAll(Set.of(MetricRole.UNRESERVED_CONCURRENCY, MetricRole.CHARGES));
        for (MetricRole metric : MetricRole.values())
            if (metric != MetricRole.HIGHEST_REPORT) feed(sample("f", metric, M));
        assertThat(out()).hasSize(ofFunctions.size()).allSatisfy(s -> {
            boolean most = Set.of(MetricRole.CONCURRENCY, MetricRole.HIGHEST_REPORT, MetricRole.MEMORY_SIZE)
                    .contains(s.metric());
            assertThat(s.value()).as(s.metric().name()).isEqualTo(most ? 7 : 500);
        });
        assertThat(out()).extracting(Sample::metric).containsExactlyInAnyOrderElementsOf(ofFunctions);
    }

    @Test
    void countsButKeepsBackWhatSpeaksOfAWholeRegionOrOfBilling() throws Exception {
        feed(sample("", MetricRole.CONCURRENCY, M));
        feed(sample("AmazonEC2", MetricRole.CHARGES, M));
        assertThat(out()).isEmpty();
        assertThat(count(Normalise.SAMPLES)).isEqualTo(2);
    }

    @Test
    void tellsControlWhatFunctionsWithoutAReservationUse() throws Exception {
        feed(sample("", MetricRole.UNRESERVED_CONCURRENCY, M));
        assertThat(out()).isEmpty();
        assertThat(harness.getSideOutput(Normalise.USED))
                .extracting(r -> r.getValue())
                .containsExactly(ControlInput.of(new Place(Given.ACCOUNT, Given.REGION), new UnreservedUse(M, 7)));
    }

    @Test
    void sendsRejectsAsideAndCountsAllThatTheyStandFor() throws Exception {
        feed(reject(1));
        feed(reject(41));
        assertThat(out()).isEmpty();
        assertThat(harness.getSideOutput(Normalise.REJECTS))
                .extracting(r -> r.getValue().reject().count())
                .containsExactly(1L, 41L);
        assertThat(count(Normalise.REJECTED)).isEqualTo(42);
        assertThat(count(Normalise.SAMPLES)).isZero();
    }

    @Test
    void countsWhatIsLateAndUsesItForNothing() throws Exception {
        feed(late());
        assertThat(out()).isEmpty();
        assertThat(harness.getSideOutput(Normalise.REJECTS)).isNullOrEmpty();
        assertThat(count(Normalise.LATE)).isEqualTo(1);
    }

    @Test
    void aSampleIsLateAfterHalfAnHourUnlessMoreIsAskedFor() throws Exception {
        feed(sample("f", MetricRole.CALLS, M - 30));
        feed(sample("f", MetricRole.CALLS, M - 31));
        assertThat(out()).hasSize(1);
        assertThat(count(Normalise.LATE)).isEqualTo(1);
    }

    @Test
    void handsTheNewestGapOfTheFeedOnWithEverySample() throws Exception {
        feed(sample("f", MetricRole.CALLS, M));
        feed(pulse(M + 1, M + 9, false));
        feed(sample("f", MetricRole.CALLS, M + 10));
        feed(sample("g", MetricRole.CALLS, M + 10));
        feed(pulse(M + 12, M + 14, false));
        feed(sample("f", MetricRole.CALLS, M + 15));
        assertThat(out()).extracting(Sample::silentFrom).containsExactly(0L, M + 1, M + 1, M + 12);
        assertThat(out()).extracting(Sample::silentTo).containsExactly(0L, M + 9, M + 9, M + 14);
    }

    @Test
    void aPulseWithoutAGapChangesNothing() throws Exception {
        feed(pulse(M + 1, M + 9, false));
        feed(pulse(M + 11, M + 10, false));
        feed(pulse(M + 20, M + 25, true));
        feed(sample("f", MetricRole.CALLS, M + 30));
        assertThat(out()).extracting(Sample::silentFrom).containsExactly(M + 1);
        assertThat(count(Normalise.SAMPLES)).isEqualTo(1);
    }

    @Test
    void theNewestGapSurvivesARestart() throws Exception {
        feed(pulse(M + 1, M + 9, false));
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();
        operator = new KeyedProcessOperator<>(new Normalise(Settings.State.INITIAL, 1));
        harness = new KeyedOneInputStreamOperatorTestHarness<>(operator, r -> 0, Types.INT);
        harness.initializeState(checkpoint);
        harness.open();
        feed(sample("f", MetricRole.CALLS, M + 10));
        assertThat(out()).extracting(Sample::silentFrom, Sample::silentTo).containsExactly(tuple(M + 1, M + 9));
    }

    @Test
    void noMoreFunctionsAreWatchedThanTheConfigurationSays() throws Exception {
        harness.close();
        operator = new KeyedProcessOperator<>(new Normalise(new Settings.State("heap", 1, 30), 1));
        harness = new KeyedOneInputStreamOperatorTestHarness<>(operator, r -> 0, Types.INT);
        harness.open();
        feed(sample("f", MetricRole.CALLS, M));
        feed(sample("g", MetricRole.CALLS, M));
        assertThat(out()).extracting(s -> s.function().name()).containsExactly("f");
        assertThat(count(Normalise.TOO_MANY_FUNCTIONS)).isEqualTo(1);
    }

    @Test
    void functionsAreKnownAfterARestartAlsoWhereNoneWasNewSinceTheCheckpointBefore() throws Exception {
        feed(sample("f", MetricRole.CALLS, M));
        harness.snapshot(1, 1);
        OperatorSubtaskState second = harness.snapshot(2, 2);
        feed(sample("g", MetricRole.CALLS, M));
        OperatorSubtaskState third = harness.snapshot(3, 3);
        assertThat(admittedAfter(second)).isEmpty();
        assertThat(admittedAfter(third)).containsExactly("g");
    }

    /** The samples of function g that a job passes on after this checkpoint, if it may watch only one function. */
    private List<String> admittedAfter(OperatorSubtaskState checkpoint) throws Exception {
        harness.close();
        operator = new KeyedProcessOperator<>(new Normalise(new Settings.State("heap", 1, 30), 1));
        harness = new KeyedOneInputStreamOperatorTestHarness<>(operator, r -> 0, Types.INT);
        harness.initializeState(checkpoint);
        harness.open();
        feed(sample("g", MetricRole.CALLS, M));
        return out().stream().map(s -> s.function().name()).toList();
    }

    private void feed(FeedRecord r) throws Exception {
        harness.processElement(r, r.arrivalMinute() * 60_000);
    }

    private List<Sample> out() {
        return harness.extractOutputValues();
    }

    private long count(String accumulator) {
        return (Long) operator.getRuntimeContext().getAccumulator(accumulator).getLocalValue();
    }

    private static FeedRecord sample(String function, MetricRole metric, long minute) {
        return FeedRecord.sample(datapoint(function, metric, minute), M);
    }

    private static FeedRecord late() {
        return FeedRecord.late(datapoint("", MetricRole.CALLS, 0), M);
    }

    private static Datapoint datapoint(String function, MetricRole metric, long minute) {
        return new Datapoint(Given.ACCOUNT, Given.REGION, function, metric, minute, 20, 500, 7);
    }

    private static FeedRecord reject(long count) {
        return FeedRecord.reject(new Reject("part-0.jsonl", 12, RejectReason.NOT_JSON, "", 0, "", "", count, false), M);
    }

    private static FeedRecord pulse(long silentFrom, long silentTo, boolean alive) {
        Pulse pulse = new Pulse(Given.ACCOUNT, Given.REGION, 0, silentFrom, silentTo, alive);
        return new FeedRecord(FeedRecord.Kind.PULSE, M, null, null, pulse);
    }
}
