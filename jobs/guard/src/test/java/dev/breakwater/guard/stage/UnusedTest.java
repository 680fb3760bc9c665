package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.guard.wire.Keys;
import dev.breakwater.model.Scope;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnusedTest {

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    /** 2026-03-02. */
    private static final int START = 20_514;

    private KeyedTwoInputStreamOperatorTestHarness<String, InventoryChange, DaySpend, InventoryChange> rig;

    @BeforeEach
    void open() throws Exception {
        rig = ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
                new Unused(), Keys.PLACE_OF_CHANGE, Keys.PLACE_OF_DAY, Types.STRING);
        deployed(InventoryChange.Kind.FOUND, "busy");
        deployed(InventoryChange.Kind.FOUND, "idle");
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void aFunctionThatNobodyCallsForThirtyDaysIsNamedOnce() throws Exception {
        busy(0, 30);
        assertThat(rig.extractOutputValues()).isEmpty();
        busy(30, 90);
        assertThat(rig.extractOutputValues()).singleElement().satisfies(c -> {
            assertThat(c.kind()).isEqualTo(InventoryChange.Kind.UNUSED);
            assertThat(c.scope().key()).isEqualTo("idle");
            assertThat(c.text()).isEqualTo("2026-03-02");
        });
    }

    @Test
    void oneCallBeginsTheThirtyDaysAnew() throws Exception {
        busy(0, 20);
        used("idle", 20);
        busy(21, 50);
        assertThat(rig.extractOutputValues()).isEmpty();
        busy(50, 52);
        assertThat(rig.extractOutputValues()).hasSize(1);
        used("idle", 52);
        busy(53, 84);
        assertThat(rig.extractOutputValues()).hasSize(2);
    }

    @Test
    void daysOfWhichTheFeedToldNothingDoNotCount() throws Exception {
        busy(0, 20);
        busy(60, 70);
        assertThat(rig.extractOutputValues()).isEmpty();
        busy(70, 71);
        assertThat(rig.extractOutputValues()).hasSize(1);
    }

    @Test
    void aFunctionThatIsGoneIsNotUnused() throws Exception {
        busy(0, 10);
        deployed(InventoryChange.Kind.GONE, "idle");
        busy(10, 60);
        assertThat(rig.extractOutputValues()).isEmpty();
    }

    private void busy(int from, int to) throws Exception {
        for (int day = from; day < to; day++) used("busy", day);
    }

    private void used(String function, int day) throws Exception {
        Scope scope = Scope.function(ACCOUNT, REGION, function);
        rig.processElement2(
                new DaySpend(scope, List.of(), START + day, 1, 0, 1, START, 0, false, false, false, false), 0);
    }

    private void deployed(InventoryChange.Kind kind, String name) throws Exception {
        Scope scope = Scope.function(ACCOUNT, REGION, name);
        rig.processElement1(new InventoryChange(kind, scope, 0, null, null, null, ""), 0);
    }
}
