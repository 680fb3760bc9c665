package dev.breakwater.guard.stage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.model.Metric;
import dev.breakwater.core.model.Observation;
import dev.breakwater.core.model.Sample;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.core.policy.Trigger;
import dev.breakwater.core.policy.TriggerFacts;
import dev.breakwater.guard.stage.Given;
import dev.breakwater.guard.stage.ObserveStage;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Keys;
import dev.breakwater.guard.wire.Samples;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The known function has 512 MB on arm64 at 10 millionths of a USD a GB-second. */
class WithLiveFleetTest {

    private static final long NOW = 1_764_000_000_000L;
    private static final String KEY = Given.ACCOUNT + '|' + Given.REGION + '|' + Given.KNOWN;
    /** 100 calls of 2 s: 100 GB-seconds at 512 MB, and 0.2 millionths of a USD a request. */
    private static final long COST = 1_000_000 + 20_000;

    private KeyedTwoInputStreamOperatorTestHarness<String, Samples, FleetChange, Observation> harness;
    private CoBroadcastWithKeyedOperator<String, Samples, FleetChange, Observation> operator;
    private long minute = Given.START;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void usesTheFirstInventoryUntilItChanges() throws Exception {
        assertThat(costOfAMinute()).isEqualTo(COST);
    }

    @Test
    void aChangeOfMemoryPricesTheNextMinute() throws Exception {
        costOfAMinute();
        change(FleetChange.facts(KEY, facts(Given.KNOWN, 1024), NOW));
        assertThat(costOfAMinute()).isEqualTo(2_000_000 + 20_000);
    }

    @Test
    void changesSurviveARestart() throws Exception {
        change(FleetChange.facts(KEY, facts(Given.KNOWN, 1024), NOW));
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        assertThat(costOfAMinute()).isEqualTo(2_000_000 + 20_000);
    }

    @Test
    void aFunctionThatIsGoneIsPricedAsAnUnknownOne() throws Exception {
        change(FleetChange.gone(KEY, NOW));
        // 1,024 MB on x86_64 at 20 millionths are assumed
        assertThat(costOfAMinute()).isEqualTo(4_000_000 + 20_000);
    }

    @Test
    void whatCouldNotBeReadStaysAsItWas() {
        FunctionFacts before = new FunctionFacts(
                "a", "r", "f", 128, "arm64", 3, new ReservationFacts(40, true, 7), -1, Map.of("tier", "critical"));
        FunctionFacts after = new FunctionFacts("a", "r", "f", 256, "arm64", 3, ReservationFacts.UNKNOWN, -1, null);
        assertThat(FleetChange.facts("a|r|f", after, NOW).onto(before).facts())
                .isEqualTo(new FunctionFacts("a", "r", "f", 256, "arm64", 3, before.reservation(), -1, before.tags()));
        FunctionFacts whole =
                new FunctionFacts("a", "r", "f", 256, "arm64", 3, new ReservationFacts(-1, false, 9), -1, Map.of());
        assertThat(FleetChange.facts("a|r|f", whole, NOW).onto(before).facts()).isEqualTo(whole);
        assertThat(FleetChange.facts("a|r|f", after, NOW).onto(null).facts()).isEqualTo(after);
        assertThat(FleetChange.facts("a|r|f", after, NOW).onto(after).facts().read())
                .as("nobody has read its tags yet")
                .isFalse();
    }

    @Test
    void aReadingOfWhatIsMarkedChangesTheLimitAndNothingElse() {
        Trigger queue = new Trigger("m-1", LeverKind.QUEUE, false, -1, false);
        Trigger other = new Trigger("m-2", LeverKind.QUEUE, true, 20, false);
        FunctionFacts before = new FunctionFacts(
                "a",
                "r",
                "f",
                128,
                "arm64",
                3,
                new ReservationFacts(40, false, 7),
                5,
                Map.of("tier", "critical"),
                new TriggerFacts(List.of(queue, other), 7));
        FunctionFacts held = FleetChange.held("a|r|f", new ReservationFacts(40, true, NOW), NOW)
                .onto(before)
                .facts();
        assertThat(held.reservation()).isEqualTo(new ReservationFacts(40, true, NOW));
        assertThat(held.triggers()).isEqualTo(before.triggers());
        assertThat(held.tags()).isEqualTo(before.tags());
        FunctionFacts queued = FleetChange.held("a|r|f", new Trigger("m-1", LeverKind.QUEUE, true, -1, true), NOW)
                .onto(before)
                .facts();
        assertThat(queued.triggers().all())
                .containsExactly(new Trigger("m-1", LeverKind.QUEUE, false, -1, true), other);
        assertThat(queued.reservation()).isEqualTo(before.reservation());
        assertThat(FleetChange.held("a|r|f", new ReservationFacts(40, true, NOW), NOW)
                        .onto(null))
                .as("of a function that nobody knows")
                .isNull();
    }

    @Test
    void theViewOfAPlaceHasTheChangesInIt() throws Exception {
        LiveFleet fleet = new LiveFleet(Given.recording().fleet());
        BroadcastState<String, FleetChange> state = state();
        fleet.with(state);
        var before = fleet.of(Given.ACCOUNT, Given.REGION);
        assertThat(before.functions()).containsOnlyKeys(Given.KNOWN);
        assertThat(fleet.of(Given.ACCOUNT, Given.REGION))
                .as("kept until it changes")
                .isSameAs(before);

        fleet.take(FleetChange.gone(KEY, NOW), state);
        fleet.take(FleetChange.facts(key("fresh"), facts("fresh", 256), NOW), state);
        fleet.take(FleetChange.gone("999922223333|" + Given.REGION + "|other", NOW), state);
        fleet.take(FleetChange.limit(Given.ACCOUNT + '|' + Given.REGION, 400, 0, NOW), state);
        var view = fleet.of(Given.ACCOUNT, Given.REGION);
        assertThat(view).isNotSameAs(before);
        assertThat(view.concurrency()).isEqualTo(400);
        assertThat(view.gone()).containsExactly(Given.KNOWN);
        assertThat(view.functions()).containsOnlyKeys("fresh");
        // and from the stored changes alone it is the same
        assertThat(new LiveFleet(Given.recording().fleet()).with(state).of(Given.ACCOUNT, Given.REGION))
                .isEqualTo(view);
    }

    @Test
    void whatIsGoneIsForgottenAfterADayAndWhatComesBackIsThere() throws Exception {
        LiveFleet fleet = new LiveFleet(Given.recording().fleet());
        BroadcastState<String, FleetChange> state = state();
        fleet.with(state).of(Given.ACCOUNT, Given.REGION);
        for (int i = 0; i < 1_000; i++) {
            long at = NOW + i * 3_600_000L;
            fleet.take(FleetChange.facts(key("f" + i), facts("f" + i, 256), at), state);
            fleet.take(FleetChange.gone(key("f" + i), at), state);
        }
        assertThat(state.immutableEntries()).as("of a thousand, those of a day").hasSizeLessThanOrEqualTo(25);
        assertThat(fleet.of(Given.ACCOUNT, Given.REGION).gone()).hasSize(24).contains("f999", "f976");

        fleet.take(FleetChange.gone(KEY, NOW), state);
        fleet.take(FleetChange.facts(key("f999"), facts("f999", 512), NOW + 1_001 * 3_600_000L), state);
        fleet.take(FleetChange.limit(Given.ACCOUNT + '|' + Given.REGION, 400, 0, NOW + 2_000 * 3_600_000L), state);
        var view = fleet.of(Given.ACCOUNT, Given.REGION);
        assertThat(view.functions()).containsOnlyKeys("f999");
        assertThat(fleet.facts(KEY)).as("the job was built with it").isNull();
        // a restart continues from the stored changes
        LiveFleet restarted = new LiveFleet(Map.of());
        restarted.take(FleetChange.limit(Given.ACCOUNT + '|' + Given.REGION, 500, 0, NOW + 2_001 * 3_600_000L), state);
        assertThat(state.contains(KEY)).as("now it is built without it").isFalse();
    }

    private static String key(String function) {
        return Given.ACCOUNT + '|' + Given.REGION + '|' + function;
    }

    private BroadcastState<String, FleetChange> state() throws Exception {
        return operator.getOperatorStateBackend().getBroadcastState(WithLiveFleet.CHANGES);
    }

    private void change(FleetChange change) throws Exception {
        harness.processElement2(change, 0);
    }

    private long costOfAMinute() throws Exception {
        long m = minute++;
        for (Sample s : List.of(
                sample(m, Metric.INVOCATIONS, 100),
                sample(m, Metric.DURATION, 200_000),
                sample(m, Metric.CONCURRENT_EXECUTIONS, 4))) {
            harness.processElement1(Samples.of(s), m * 60_000);
        }
        List<Observation> out = harness.extractOutputValues();
        return out.get(out.size() - 1).costNano();
    }

    private static Sample sample(long minute, Metric metric, double value) {
        return new Sample(Given.ACCOUNT, Given.REGION, Given.KNOWN, metric, minute, minute, 0, 0, value, 100);
    }

    private static FunctionFacts facts(String name, int memoryMb) {
        return new FunctionFacts(
                Given.ACCOUNT, Given.REGION, name, memoryMb, "arm64", 30, ReservationFacts.of(-1), -1, Map.of());
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, Samples, FleetChange, Observation> harness()
            throws Exception {
        var function =
                new WithLiveFleet<>(new ObserveStage(Given.live()), Given.live().fleet());
        operator = new CoBroadcastWithKeyedOperator<>(function, List.of(WithLiveFleet.CHANGES));
        return new KeyedTwoInputStreamOperatorTestHarness<>(operator, Keys.FUNCTION_OF_SAMPLES, null, Types.STRING);
    }
}
