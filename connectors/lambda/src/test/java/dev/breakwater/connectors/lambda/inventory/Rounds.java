package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.model.ScopeKind;
import java.util.ArrayList;
import java.util.List;

/** Runs rounds at a fake account and region on a fake clock. */
final class Rounds {

    static final long NOW = 1_764_000_000_000L;
    static final InventoryPace PACE = InventoryPace.every(300_000);

    final FakeClock clock = new FakeClock(NOW);
    final FakePlace place = new FakePlace();
    final List<Long> pauses = new ArrayList<>();
    PlaceMemory memory = new PlaceMemory(PlaceSplit.fresh(FakePlace.PLACE));

    /** Runs a whole round and returns its output in order. */
    List<InventoryChange> round() {
        List<InventoryChange> changes = new ArrayList<>();
        PlaceRound round = new PlaceRound(
                place, memory.known(), PACE, clock, fact -> changes.addAll(memory.take(fact, clock.millis())));
        for (long wait = round.step(); wait != PlaceRound.OVER; wait = round.step()) {
            pauses.add(wait);
            clock.advance(wait);
        }
        clock.advance(Math.max(0, round.nextMillis() - clock.millis()));
        return changes;
    }

    /** Runs a whole round over tagged limits. */
    List<InventoryChange> marked() {
        List<InventoryChange> changes = new ArrayList<>();
        MarkedRound round = new MarkedRound(
                place, memory.marks(), clock, fact -> changes.addAll(memory.take(fact, clock.millis())));
        while (round.step()) clock.advance(1);
        return changes;
    }

    /** Runs a whole round and returns it as text: kind, name and special parts. */
    List<String> words() {
        return round().stream().map(Rounds::word).toList();
    }

    static String word(InventoryChange change) {
        String name = change.scope().kind() == ScopeKind.ACCOUNT
                ? change.text().replaceAll(" .*", "")
                : change.scope().key();
        String more = change.seen() != null && change.seen().first() ? " first" : "";
        if (change.seen() != null) more += unknown(change.seen());
        if (change.limits() != null) {
            name = change.limits().concurrent() + "/" + change.limits().unreserved();
        }
        return change.kind() + " " + name + more;
    }

    /** Returns the parts of a function that were not read. */
    private static String unknown(InventoryChange.Seen seen) {
        List<String> parts = new ArrayList<>();
        if (!seen.facts().tagsRead()) parts.add("tags");
        if (seen.facts().reservation().sensedAt() < 0) parts.add("reservation");
        if (seen.triggers() == null) parts.add("triggers");
        return parts.isEmpty() ? "" : " without " + String.join(", ", parts);
    }
}
