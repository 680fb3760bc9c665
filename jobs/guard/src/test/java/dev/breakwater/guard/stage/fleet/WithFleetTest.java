package dev.breakwater.guard.stage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.stage.Given;
import dev.breakwater.guard.stage.Observing;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Sample;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The known function has 512 MB on arm64 at 10 millionths of a USD a GB-second. */
class WithFleetTest {

    private static final long NOW = 1_764_000_000_000L;
    private static final String KEY = Given.ACCOUNT + '|' + Given.REGION + '|' + Given.KNOWN;
    /** The cost of 100 calls of 2 s: 100 GB-seconds at 512 MB, and 0.2 millionths of a USD per request. */
    private static final long COST = 1_000_000 + 20_000;
    /** The cost of the same calls if 1,024 MB on x86_64 at 20 millionths are assumed. */
    private static final long UNKNOWN_COST = 4_000_000 + 20_000;

    private static final int GROUPS = 128;

    private KeyedTwoInputStreamOperatorTestHarness<String, Samples, FleetChange, Observation> harness;
    private long minute = Given.START;

    @BeforeEach
    void open() throws Exception {
        harness = harness(1, 0);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void factsBeforeSamplesPriceTheFirstOfThem() throws Exception {
        change(FleetChange.facts(KEY, facts(512), NOW));
        assertThat(costOfAMinute()).isEqualTo(COST);
    }

    @Test
    void samplesBeforeFactsAreThoseOfAnUnknownFunction() throws Exception {
        assertThat(costOfAMinute()).isEqualTo(UNKNOWN_COST);
        change(FleetChange.facts(KEY, facts(512), NOW));
        assertThat(costOfAMinute()).isEqualTo(COST);
    }

    @Test
    void aChangeOfMemoryPricesTheNextMinute() throws Exception {
        change(FleetChange.facts(KEY, facts(512), NOW));
        costOfAMinute();
        change(FleetChange.facts(KEY, facts(1024), NOW));
        assertThat(costOfAMinute()).isEqualTo(2_000_000 + 20_000);
    }

    @Test
    void changesSurviveARestartAndWhatTheStartKnewReplacesNothing() throws Exception {
        change(FleetChange.first(KEY, facts(256), NOW));
        assertThat(costOfAMinute()).isEqualTo(500_000 + 20_000);
        change(FleetChange.facts(KEY, facts(1024), NOW));
        restart();
        change(FleetChange.first(KEY, facts(512), NOW));
        assertThat(costOfAMinute()).isEqualTo(2_000_000 + 20_000);
    }

    @Test
    void aFunctionThatIsGoneIsPricedAsAnUnknownOneAndWithoutSamplesNothingIsLeftOfIt() throws Exception {
        change(FleetChange.facts(KEY, facts(512), NOW));
        change(FleetChange.facts(key("idle"), facts(512), NOW));
        assertThat(harness.numKeyedStateEntries()).as("the facts, and no more").isEqualTo(2);
        costOfAMinute();
        change(FleetChange.gone(KEY, NOW));
        change(FleetChange.gone(key("idle"), NOW));
        assertThat(costOfAMinute()).isEqualTo(UNKNOWN_COST);
        assertThat(harness.numKeyedStateEntries()).as("the minutes of one").isOne();
    }

    @Test
    void factsGoWithTheirFunctionsToOtherInstances() throws Exception {
        for (int i = 0; i < 40; i++) change(FleetChange.facts(key("f" + i), facts(512 + i), NOW));
        OperatorSubtaskState all = harness.snapshot(1, 1);
        int before = 1;
        for (int parallelism : new int[] {2, 4, 1}) {
            List<OperatorSubtaskState> parts = new ArrayList<>();
            int owners = 0;
            for (int i = 0; i < parallelism; i++) {
                OperatorSubtaskState mine =
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(all, GROUPS, before, parallelism, i);
                harness.close();
                harness = harness(parallelism, i);
                harness.initializeState(mine);
                harness.open();
                owners += harness.numKeyedStateEntries();
                for (int f = 0; f < 40; f++) {
                    int group = KeyGroupRangeAssignment.assignToKeyGroup(key("f" + f), GROUPS);
                    if (KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(GROUPS, parallelism, group) != i)
                        continue;
                    // the cost of 2 s with 512 MB or more, at 10 millionths of a USD per GB-second, and the cost of the
                    // requests
                    assertThat(costOfAMinute("f" + f))
                            .isEqualTo(Math.round((512 + f) / 1024.0 * 200 * 10_000) + 20_000);
                }
                parts.add(harness.snapshot(2, 2));
            }
            assertThat(owners).as("each is at one instance").isEqualTo(parallelism == 2 ? 40 : 80);
            before = parallelism;
            all = AbstractStreamOperatorTestHarness.repackageState(parts.toArray(new OperatorSubtaskState[0]));
        }
    }

    @Test
    void everyInstanceKnowsTheLimitOfEachAccountAndRegion() throws Exception {
        var operator = new CoBroadcastWithKeyedOperator<>(
                WithFleet.ofFunctions(new Concurrency()), List.of(WithFleet.CHANGES));
        var limits = new KeyedTwoInputStreamOperatorTestHarness<>(
                operator, s -> s.function().id(), null, Types.STRING);
        limits.open();
        limits.processElement1(Samples.of(sample(Given.KNOWN, minute, MetricRole.CALLS, 1)), 0);
        limits.processElement2(FleetChange.limit(Given.ACCOUNT + '|' + Given.REGION, 400, 30, NOW), 0);
        limits.processElement1(Samples.of(sample(Given.KNOWN, minute, MetricRole.CALLS, 1)), 0);
        assertThat(limits.extractOutputValues()).containsExactly(-1, 400);
        limits.close();
    }

    private static final class Concurrency implements KeyedStage<Samples, Integer> {

        @Override
        public void open(RuntimeContext context) {
            // the stage has no state
        }

        @Override
        public void element(Samples samples, StageContext<Integer> context) {
            context.emit(context.fleet().of(Given.ACCOUNT, Given.REGION).concurrency());
        }

        @Override
        public void timer(long timestamp, TimeDomain domain, StageContext<Integer> context) {
            throw new IllegalStateException("sets no timer");
        }
    }

    @Test
    void whatCouldNotBeReadStaysAsItWas() {
        FunctionFacts before = new FunctionFacts(
                "a",
                "r",
                "f",
                128,
                "arm64",
                3,
                new ReservationFacts(40, true, 7),
                -1,
                Map.of("tier", "critical"),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
        FunctionFacts after = new FunctionFacts(
                "a",
                "r",
                "f",
                256,
                "arm64",
                3,
                ReservationFacts.UNKNOWN,
                -1,
                null,
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
        assertThat(FleetChange.facts("a|r|f", after, NOW).onto(before).facts())
                .isEqualTo(new FunctionFacts(
                        "a",
                        "r",
                        "f",
                        256,
                        "arm64",
                        3,
                        before.reservation(),
                        -1,
                        before.tags(),
                        TriggerFacts.UNKNOWN,
                        Capacity.NONE));
        FunctionFacts whole = new FunctionFacts(
                "a",
                "r",
                "f",
                256,
                "arm64",
                3,
                new ReservationFacts(-1, false, 9),
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
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
                new TriggerFacts(List.of(queue, other), 7),
                Capacity.NONE);
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

    private static String key(String function) {
        return Given.ACCOUNT + '|' + Given.REGION + '|' + function;
    }

    private void change(FleetChange change) throws Exception {
        harness.processElement1(Samples.of(change), 0);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness(1, 0);
        harness.initializeState(snapshot);
        harness.open();
    }

    private long costOfAMinute() throws Exception {
        return costOfAMinute(Given.KNOWN);
    }

    private long costOfAMinute(String function) throws Exception {
        long m = minute++;
        for (Sample s : List.of(
                sample(function, m, MetricRole.CALLS, 100),
                sample(function, m, MetricRole.MILLISECONDS, 200_000),
                sample(function, m, MetricRole.CONCURRENCY, 4))) {
            harness.processElement1(Samples.of(s), m * 60_000);
        }
        List<Observation> out = harness.extractOutputValues();
        return out.get(out.size() - 1).costNano();
    }

    private static Sample sample(String function, long minute, MetricRole metric, double value) {
        return new Sample(Given.ACCOUNT, Given.REGION, function, metric, minute, minute, 0, 0, value, 100);
    }

    private static FunctionFacts facts(int memoryMb) {
        return new FunctionFacts(
                Given.ACCOUNT,
                Given.REGION,
                "any",
                memoryMb,
                "arm64",
                30,
                ReservationFacts.of(-1),
                -1,
                Map.of(),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Samples, FleetChange, Observation> harness(
            int parallelism, int index) throws Exception {
        var operator = new CoBroadcastWithKeyedOperator<>(
                WithFleet.ofFunctions(new Observing(Given.live())), List.of(WithFleet.CHANGES));
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                operator, s -> s.function().id(), null, Types.STRING, GROUPS, parallelism, index);
    }
}
