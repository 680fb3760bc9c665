package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.model.Scope;
import dev.breakwater.model.OwnTags;
import dev.breakwater.model.Lever.LeverKind;
import dev.breakwater.connectors.lambda.inventory.FunctionDescription;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.LimitReading;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.LeaseTag;
import dev.breakwater.model.FunctionFacts;
import dev.breakwater.model.FunctionFacts.ReservationFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class InventoryFactsTest {

    private static final Scope REF = Scope.function("111122223333", "eu-west-1", "shop");
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
        FunctionFacts listed = facts(5, Map.of(), InventoryChange.TAGS + InventoryChange.RESERVATION);
        assertThat(listed.reservation().sensedAt()).isEqualTo(-1);
        assertThat(listed.tagsRead()).isFalse();
        assertThat(listed.read()).isFalse();
        assertThat(facts(5, Map.of(), InventoryChange.RESERVATION).read()).isFalse();
        assertThat(facts(5, Map.of(), 0).read()).isTrue();
    }

    @Test
    void aReadingThatIsNoNewsChangesNoFacts() {
        LimitReading news = new LimitReading(LeverKind.RESERVATION, "", 5, mark("shop-eu", 40), -1, true);
        assertThat(changes(marked(news)))
                .containsExactly(
                        FleetChange.held("111122223333|eu-west-1|shop", new ReservationFacts(40, true, AT), AT));
        LimitReading again = new LimitReading(LeverKind.RESERVATION, "", 5, mark("shop-eu", 40), -1, false);
        assertThat(changes(marked(again))).isEmpty();
    }

    private static ReservationFacts reservation(int value, Map<String, String> tags) {
        return facts(value, tags, 0).reservation();
    }

    private static FunctionFacts facts(int value, Map<String, String> tags, int unknown) {
        FunctionDescription f = new FunctionDescription(REF, 512, "arm64", 30, value, -1, tags);
        return changes(change(InventoryChange.Kind.CHANGED, f, unknown, null))
                .get(0)
                .facts();
    }

    private static InventoryChange marked(LimitReading reading) {
        return change(InventoryChange.Kind.MARKED, null, 0, reading);
    }

    private static InventoryChange change(
            InventoryChange.Kind kind, FunctionDescription f, int unknown, LimitReading reading) {
        InventoryChange.Seen seen = f == null ? null : new InventoryChange.Seen(f, List.of(), unknown, false);
        Scope ref = Scope.function(REF.account(), REF.region(), "shop");
        return new InventoryChange(kind, ref, AT, seen, null, reading, "");
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
