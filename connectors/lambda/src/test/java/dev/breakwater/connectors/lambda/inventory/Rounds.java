package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.FakeClock;
import java.util.ArrayList;
import java.util.List;

/** Goes through rounds at a fake place on a fake clock. */
final class Rounds {

    static final long NOW = 1_764_000_000_000L;
    static final InventoryPace PACE = InventoryPace.every(300_000);

    final FakeClock clock = new FakeClock(NOW);
    final FakePlace place = new FakePlace();
    final List<Long> pauses = new ArrayList<>();
    PlaceMemory memory = new PlaceMemory(PlaceSplit.fresh(FakePlace.PLACE));

    /** A whole round; what it says in order. */
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

    /** A whole look at what is marked. */
    List<InventoryChange> marked() {
        List<InventoryChange> changes = new ArrayList<>();
        MarkedRound round = new MarkedRound(
                place, memory.marks(), clock, fact -> changes.addAll(memory.take(fact, clock.millis())));
        while (round.step()) clock.advance(1);
        return changes;
    }

    /** A whole round as words: kind, name, and what is special. */
    List<String> words() {
        return round().stream().map(Rounds::word).toList();
    }

    static String word(InventoryChange change) {
        String name = change.name().isEmpty() ? change.text().replaceAll(" .*", "") : change.name();
        String more = change.first() ? " first" : "";
        if (change.unknown() != 0) more += " unknown " + change.unknown();
        if (change.limits() != null) {
            name = change.limits().concurrent() + "/" + change.limits().unreserved();
        }
        return change.kind() + " " + name + more;
    }
}
