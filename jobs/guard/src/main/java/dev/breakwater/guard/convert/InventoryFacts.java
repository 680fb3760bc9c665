package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.FunctionDescription;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.MarkReading;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.guard.wire.FleetChange;
import org.apache.flink.util.Collector;

/** What the account says of a function, in the core's words. */
public final class InventoryFacts {

    private InventoryFacts() {}

    /** The key of a function in the fleet: {@code account|region|function}. */
    public static String key(FunctionRef f) {
        return f.account() + '|' + f.region() + '|' + f.function();
    }

    /** Where our own limit is set, what counts is what was there before it. */
    public static FunctionFacts of(FunctionDescription f, long sensedAt) {
        MarkReading mark = f.mark();
        boolean ours = mark.kind() == MarkReading.Kind.PRESENT && mark.mark().covers(f.reservation());
        int previous = ours ? mark.mark().previous() : f.reservation();
        return new FunctionFacts(
                f.ref().account(),
                f.ref().region(),
                f.ref().function(),
                f.memoryMb(),
                f.architecture(),
                f.timeoutSeconds(),
                new ReservationFacts(previous, ours, sensedAt),
                f.lastModifiedMillis() < 0 ? -1 : f.lastModifiedMillis() / 60_000,
                f.tags());
    }

    /** A change that the stages follow; gaps and the like change nothing for them. */
    public static void changes(InventoryChange c, Collector<FleetChange> out) {
        String place = c.account() + '|' + c.region();
        switch (c.kind()) {
            case FOUND, CHANGED ->
                out.collect(FleetChange.facts(
                        place + '|' + c.name(), of(c.function(), c.atMillis()), c.tagsKnown(), c.reservationKnown()));
            case GONE -> out.collect(FleetChange.gone(place + '|' + c.name()));
            case LIMITS -> out.collect(FleetChange.limit(place, c.limits().concurrent()));
            case UNUSED, GAP, GAP_CLOSED -> {}
        }
    }
}
