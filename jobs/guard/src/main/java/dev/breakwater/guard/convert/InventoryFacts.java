package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.EventSources;
import dev.breakwater.connectors.lambda.FunctionDescription;
import dev.breakwater.connectors.lambda.FunctionDirectory;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.MappingDescription;
import dev.breakwater.connectors.lambda.MarkReading;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.core.policy.Trigger;
import dev.breakwater.core.policy.TriggerFacts;
import dev.breakwater.guard.wire.FleetChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.util.Collector;

/** What the account says of a function, in the core's words. */
public final class InventoryFacts {

    private InventoryFacts() {}

    /** The key of a function in the fleet: {@code account|region|function}. */
    static String key(FunctionRef f) {
        return f.account() + '|' + f.region() + '|' + f.function();
    }

    /** The functions of a listing by key, with what feeds them where all of that could be read. */
    public static Map<String, FunctionFacts> of(FunctionDirectory.Listing listing, long sensedAt) {
        Map<FunctionRef, List<Trigger>> feeding = listing.mappings().stream()
                .collect(Collectors.groupingBy(
                        MappingDescription::function,
                        Collectors.mapping(m -> trigger(m.mapping()), Collectors.toList())));
        Map<String, FunctionFacts> facts = new LinkedHashMap<>();
        for (FunctionDescription f : listing.functions()) {
            TriggerFacts triggers = listing.mappingsKnown()
                    ? new TriggerFacts(feeding.getOrDefault(f.ref(), List.of()), sensedAt)
                    : TriggerFacts.UNKNOWN;
            facts.put(key(f.ref()), of(f, triggers, sensedAt));
        }
        return facts;
    }

    /** Where our own limit is set, what counts is what was there before it. */
    private static FunctionFacts of(FunctionDescription f, TriggerFacts triggers, long sensedAt) {
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
                f.tags(),
                triggers);
    }

    private static TriggerFacts triggers(InventoryChange c) {
        if (!c.triggersKnown()) return TriggerFacts.UNKNOWN;
        return new TriggerFacts(
                c.triggers().stream().map(InventoryFacts::trigger).toList(), c.atMillis());
    }

    private static Trigger trigger(TriggerMapping m) {
        MarkReading reading = m.mark();
        int value = m.value();
        boolean marked = reading.kind() == MarkReading.Kind.PRESENT;
        // in the middle of a change nobody can tell: a mark is taken at its word until the next look
        boolean ours = marked && (reading.mark().covers(value) || value == EventSources.UNCERTAIN);
        int previous = ours ? reading.mark().previous() : Math.max(value, Reservation.NONE);
        boolean limitable = m.lever() != null && m.maximumConcurrency() != TriggerMapping.PROVISIONED;
        LeverKind lever = limitable ? LeverKind.valueOf(m.lever().name()) : null;
        boolean paused = m.lever() == dev.breakwater.connectors.lambda.LeverKind.STREAM && ours;
        return new Trigger(m.uuid(), lever, paused || m.enabled(), previous, ours);
    }

    /** A change that the stages follow; gaps and the like change nothing for them. */
    public static void changes(InventoryChange c, Collector<FleetChange> out) {
        String place = c.account() + '|' + c.region();
        switch (c.kind()) {
            case FOUND, CHANGED ->
                out.collect(FleetChange.facts(
                        place + '|' + c.name(),
                        of(c.function(), triggers(c), c.atMillis()),
                        c.tagsKnown(),
                        c.reservationKnown(),
                        c.triggersKnown()));
            case GONE -> out.collect(FleetChange.gone(place + '|' + c.name()));
            case LIMITS -> out.collect(FleetChange.limit(place, c.limits().concurrent()));
            case UNUSED, GAP, GAP_CLOSED -> {}
        }
    }
}
