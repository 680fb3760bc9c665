package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.model.Metric;
import dev.breakwater.core.model.Observation;
import dev.breakwater.core.model.Sample;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Keys;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The known function has 512 MB on arm64 at 10 millionths of a USD a GB-second. */
class WithLiveFleetTest {

    private static final String KEY = Given.ACCOUNT + '|' + Given.REGION + '|' + Given.KNOWN;
    /** 100 calls of 2 s: 100 GB-seconds at 512 MB, and 0.2 millionths of a USD a request. */
    private static final long COST = 1_000_000 + 20_000;

    private KeyedTwoInputStreamOperatorTestHarness<String, Sample, FleetChange, Observation> harness;
    private CoBroadcastWithKeyedOperator<String, Sample, FleetChange, Observation> operator;
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
        change(FleetChange.facts(KEY, facts(Given.KNOWN, 1024), true, true, true));
        assertThat(costOfAMinute()).isEqualTo(2_000_000 + 20_000);
    }

    @Test
    void changesSurviveARestart() throws Exception {
        change(FleetChange.facts(KEY, facts(Given.KNOWN, 1024), true, true, true));
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        assertThat(costOfAMinute()).isEqualTo(2_000_000 + 20_000);
    }

    @Test
    void aFunctionThatIsGoneIsPricedAsAnUnknownOne() throws Exception {
        change(FleetChange.gone(KEY));
        // 1,024 MB on x86_64 at 20 millionths are assumed
        assertThat(costOfAMinute()).isEqualTo(4_000_000 + 20_000);
    }

    @Test
    void whatCouldNotBeReadStaysAsItWas() {
        FunctionFacts before = new FunctionFacts(
                "a", "r", "f", 128, "arm64", 3, new ReservationFacts(40, true, 7), -1, Map.of("tier", "critical"));
        FunctionFacts after = new FunctionFacts("a", "r", "f", 256, "arm64", 3, ReservationFacts.of(-1), -1, Map.of());
        assertThat(FleetChange.facts("a|r|f", after, false, false, false)
                        .onto(before)
                        .facts())
                .isEqualTo(new FunctionFacts("a", "r", "f", 256, "arm64", 3, before.reservation(), -1, before.tags()));
        assertThat(FleetChange.facts("a|r|f", after, true, true, true)
                        .onto(before)
                        .facts())
                .isEqualTo(after);
        assertThat(FleetChange.facts("a|r|f", after, false, false, false)
                        .onto(null)
                        .facts())
                .isEqualTo(after);
    }

    @Test
    void theViewOfAPlaceHasTheChangesInIt() throws Exception {
        LiveFleet fleet = new LiveFleet(Given.recording().fleet());
        change(FleetChange.gone(KEY));
        change(FleetChange.facts(Given.ACCOUNT + '|' + Given.REGION + "|fresh", facts("fresh", 256), true, true, true));
        change(FleetChange.gone("999922223333|" + Given.REGION + "|other"));
        change(FleetChange.limit(Given.ACCOUNT + '|' + Given.REGION, 400));
        fleet.with(operator.getOperatorStateBackend().getBroadcastState(WithLiveFleet.CHANGES));
        var view = fleet.of(Given.ACCOUNT, Given.REGION);
        assertThat(view.concurrency()).isEqualTo(400);
        assertThat(view.gone()).containsExactly(Given.KNOWN);
        assertThat(view.functions()).doesNotContainKey(Given.KNOWN).hasSize(1);
        assertThat(fleet.of(Given.ACCOUNT, Given.REGION))
                .as("kept until it changes")
                .isSameAs(view);
        fleet.changed();
        assertThat(fleet.of(Given.ACCOUNT, Given.REGION)).isNotSameAs(view);
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
            harness.processElement1(s, m * 60_000);
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

    private KeyedTwoInputStreamOperatorTestHarness<String, Sample, FleetChange, Observation> harness()
            throws Exception {
        var function =
                new WithLiveFleet<>(new ObserveStage(Given.live()), Given.live().fleet());
        operator = new CoBroadcastWithKeyedOperator<>(function, List.of(WithLiveFleet.CHANGES));
        return new KeyedTwoInputStreamOperatorTestHarness<>(operator, Keys.FUNCTION_OF_SAMPLE, null, Types.STRING);
    }
}
