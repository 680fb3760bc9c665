package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import java.util.ArrayList;
import java.util.List;

/** One round at a new account and region, without pauses. */
public final class OneLook {

    private OneLook() {}

    /** The output of the source for this round. */
    public static List<InventoryChange> at(PlaceDirectory directory, InventoryPlace place, ActClock clock) {
        PlaceMemory memory = new PlaceMemory(PlaceSplit.fresh(place));
        List<InventoryChange> changes = new ArrayList<>();
        PlaceRound round = new PlaceRound(
                directory,
                memory.known(),
                InventoryPace.every(300_000),
                clock,
                fact -> changes.addAll(memory.take(fact, clock.millis())));
        long wait = 0;
        while (wait != PlaceRound.OVER) wait = round.step();
        return changes;
    }
}
