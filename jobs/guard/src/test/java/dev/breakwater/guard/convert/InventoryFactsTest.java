package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.function.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class InventoryFactsTest {

    private static final Scope FUNCTION = Scope.function("111122223333", "eu-west-1", "shop");
    private static final long AT = 1_764_000_000_000L;
    private static final InventoryFacts FACTS = new InventoryFacts(Set.of("shop-eu", "breakwater-111122223333"));

    @Test
    void whereAThrottleOfOursIsSetWhatCountsIsWhatWasThereBefore() {
        assertThat(reservation(5, mark("shop-eu", 40))).isEqualTo(new ReservationFacts(40, true, AT));
        assertThat(reservation(5, mark("breakwater-111122223333", 40))).isEqualTo(new ReservationFacts(40, true, AT));
        assertThat(reservation(7, mark("shop-eu", 40)))
                .as("not a value of the mark")
                .isEqualTo(new ReservationFacts(7, false, AT));
    }

    /** Our limit reduces the account's headroom. */
    @Test
    void anotherInstancesThrottleIsNotOurs() {
        assertThat(reservation(5, mark("shop-us", 40))).isEqualTo(new ReservationFacts(5, false, AT));
    }

    @Test
    void whatNobodyReadIsNotKnownToBeFree() {
        FunctionFacts listed = facts(5, null, false);
        assertThat(listed.reservation().sensedAt()).isEqualTo(-1);
        assertThat(listed.tagsRead()).isFalse();
        assertThat(listed.read()).isFalse();
        assertThat(facts(5, Map.of(), false).read()).isFalse();
        assertThat(facts(5, Map.of(), true).read()).isTrue();
    }

    @Test
    void aReadingThatIsNoNewsChangesNoFacts() {
        assertThat(changes(marked(InventoryChange.Kind.MARKED)))
                .containsExactly(
                        FleetChange.held("111122223333|eu-west-1|shop", new ReservationFacts(40, true, AT), AT));
        assertThat(changes(marked(InventoryChange.Kind.STILL_MARKED))).isEmpty();
    }

    private static ReservationFacts reservation(int value, Map<String, String> tags) {
        return facts(value, tags, true).reservation();
    }

    private static FunctionFacts facts(int value, Map<String, String> tags, boolean reserved) {
        FunctionFacts f = FunctionFacts.listed(FUNCTION, 512, "arm64", 30, -1, 512)
                .with(
                        tags,
                        new ReservationFacts(value, false, reserved ? AT : -1),
                        TriggerFacts.UNKNOWN,
                        Capacity.NONE);
        InventoryChange.Seen seen = new InventoryChange.Seen(f, List.of(), false);
        return changes(new InventoryChange(InventoryChange.Kind.CHANGED, FUNCTION, AT, seen, null, null, ""))
                .get(0)
                .facts();
    }

    private static InventoryChange marked(InventoryChange.Kind kind) {
        String tag = mark("shop-eu", 40).get(OwnTags.LEASE);
        Sighting seen = new Sighting("111122223333", "eu-west-1", "shop", Lever.RESERVATION, tag, 5, 0, AT);
        return new InventoryChange(kind, FUNCTION, AT, null, null, seen, "");
    }

    private static List<FleetChange> changes(InventoryChange change) {
        List<FleetChange> out = new ArrayList<>();
        FACTS.flatMap(change, new ListCollector<>(out));
        return out;
    }

    private static Map<String, String> mark(String owner, int previous) {
        LeaseTag tag = new LeaseTag(5, previous, List.of(), AT + 1, owner, "k3f9");
        return Map.of(OwnTags.LEASE, tag.text());
    }
}
