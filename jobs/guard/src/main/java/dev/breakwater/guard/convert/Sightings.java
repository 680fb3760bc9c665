package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.LimitReading;
import dev.breakwater.connectors.lambda.mark.HandsOff;
import dev.breakwater.core.control.Sighting;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;
import org.apache.flink.util.Collector;

/** Converts Breakwater's tags, as the inventory found them, into control's records. */
public final class Sightings {

    private Sightings() {}

    public static void of(InventoryChange change, Collector<Sighting> out) {
        LimitReading r = change.reading();
        if (r == null) return;
        out.collect(new Sighting(
                change.ref().account(),
                change.ref().region(),
                change.ref().function(),
                new Lever(LeverKind.valueOf(r.lever().name()), r.mapping()),
                r.lease(),
                r.value(),
                r.handsOffUntil() == HandsOff.NONE ? 0 : r.handsOffUntil(),
                change.atMillis()));
    }
}
