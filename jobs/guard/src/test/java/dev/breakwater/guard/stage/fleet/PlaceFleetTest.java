package dev.breakwater.guard.stage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.FleetView;
import dev.breakwater.guard.stage.Given;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceFleetTest {

    private static final long NOW = 1_764_000_000_000L;
    private static final long HOUR = 3_600_000;

    private StepFleet fleet = new StepFleet(StepFleet.Stored.NOTHING);

    @Test
    void theViewHasTheChangesAndIsTheSameUntilTheNext() {
        fleet.take(facts("known", 512, NOW));
        FleetView before = view();
        assertThat(before.functions()).containsOnlyKeys("known");
        assertThat(view()).isSameAs(before);

        fleet.take(FleetChange.gone(key("known"), NOW));
        fleet.take(facts("fresh", 256, NOW));
        fleet.take(FleetChange.limit(Given.ACCOUNT + '|' + Given.REGION, 400, 30, NOW));
        FleetView view = view();
        assertThat(view).isNotSameAs(before);
        assertThat(view.concurrency()).isEqualTo(400);
        assertThat(view.reservedInAll()).isEqualTo(30);
        assertThat(view.gone()).containsExactly("known");
        assertThat(view.functions()).containsOnlyKeys("fresh");
        assertThat(view.functions().get("fresh").memoryMb()).isEqualTo(256);
        fleet.take(facts("fresh", 1024, NOW));
        assertThat(view().functions().get("fresh").memoryMb()).isEqualTo(1024);

        restart();
        assertThat(view()).isEqualTo(new FleetView(view.functions(), view.gone(), 400, 30));
    }

    @Test
    void aFunctionIsReadByItselfAndAllOnlyIfSomebodyAsksForAll() {
        for (int i = 0; i < 1_000; i++) fleet.take(facts("f" + i, 128 + i, NOW));
        restart();
        assertThat(view().functions().get("f7").memoryMb()).isEqualTo(135);
        assertThat(view().tags("f8")).containsEntry("team", "shop");
        assertThat(view().functions().containsKey("none")).isFalse();
        fleet.take(facts("f9", 64, NOW));
        assertThat(fleet.scans()).isZero();
        assertThat(view().count()).isEqualTo(1_000);
        assertThat(view().count()).isEqualTo(1_000);
        fleet.take(facts("f10", 64, NOW));
        assertThat(view().functions().get("f10").memoryMb()).isEqualTo(64);
        assertThat(view().count()).isEqualTo(1_000);
        assertThat(fleet.scans()).isOne();
    }

    /** Control needs the facts of each surging function many times in a step, and the state may be on disk. */
    @Test
    void aFunctionIsReadOnceUntilItChanges() {
        fleet.take(facts("f", 128, NOW));
        view();
        int before = fleet.reads();
        for (int i = 0; i < 10; i++)
            assertThat(view().functions().get("f").memoryMb()).isEqualTo(128);
        assertThat(fleet.reads()).isEqualTo(before + 1);
        fleet.take(facts("f", 256, NOW));
        assertThat(view().functions().get("f").memoryMb()).isEqualTo(256);
        fleet.take(FleetChange.gone(key("f"), NOW));
        assertThat(view().functions().get("f")).isNull();
    }

    @Test
    void whatIsGoneIsForgottenAfterADayAndWhatComesBackIsThere() {
        for (int i = 0; i < 1_000; i++) {
            fleet.take(facts("f" + i, 256, NOW + i * HOUR));
            fleet.take(FleetChange.gone(key("f" + i), NOW + i * HOUR));
        }
        assertThat(view().gone())
                .as("of a thousand, those of a day")
                .hasSize(24)
                .contains("f999", "f976");
        assertThat(fleet.snapshot().known()).isEmpty();
        assertThat(fleet.snapshot().passing()).hasSize(24);
        fleet.take(facts("f999", 512, NOW + 1_000 * HOUR));
        restart();
        assertThat(view().functions()).containsOnlyKeys("f999");
        fleet.take(FleetChange.limit(Given.ACCOUNT + '|' + Given.REGION, 400, 0, NOW + 2_000 * HOUR));
        assertThat(view().gone()).isEmpty();
        assertThat(view().functions()).containsOnlyKeys("f999");
    }

    @Test
    void whatOnlyTheStartKnewReplacesNothingAndIsForgottenAfterADay() {
        fleet.take(facts("known", 512, NOW));
        fleet.take(FleetChange.gone(key("gone"), NOW));
        restart();
        for (String name : new String[] {"known", "gone", "new", "seen"}) {
            fleet.take(FleetChange.first(key(name), facts(name, 128), NOW + HOUR));
        }
        fleet.take(facts("seen", 256, NOW + 2 * HOUR));
        assertThat(view().functions()).containsOnlyKeys("known", "new", "seen");
        assertThat(view().functions().get("known").memoryMb()).isEqualTo(512);
        assertThat(view().functions().get("seen").memoryMb()).isEqualTo(256);
        fleet.take(facts("known", 1024, NOW + 26 * HOUR));
        assertThat(view().functions()).containsOnlyKeys("known", "seen");
        assertThat(view().gone()).isEmpty();
        assertThat(fleet.snapshot().passing()).isEmpty();
    }

    private void restart() {
        fleet = new StepFleet(fleet.snapshot());
    }

    private FleetView view() {
        return fleet.view(Given.ACCOUNT, Given.REGION);
    }

    private static String key(String function) {
        return Given.ACCOUNT + '|' + Given.REGION + '|' + function;
    }

    private static FleetChange facts(String name, int memoryMb, long at) {
        return FleetChange.facts(key(name), facts(name, memoryMb), at);
    }

    private static FunctionFacts facts(String name, int memoryMb) {
        return new FunctionFacts(
                Given.ACCOUNT,
                Given.REGION,
                name,
                memoryMb,
                "arm64",
                30,
                ReservationFacts.of(-1),
                -1,
                Map.of("team", "shop"),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
    }
}
