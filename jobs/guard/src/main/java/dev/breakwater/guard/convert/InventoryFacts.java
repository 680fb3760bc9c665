package dev.breakwater.guard.convert;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.Seen;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.function.Sighting;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Converts the inventory's description of a function into the model's facts. If Breakwater's limit is set, the facts have
 * the value before that limit. A limit of another instance counts like any other limit.
 */
public final class InventoryFacts implements FlatMapFunction<InventoryChange, FleetChange>, Serializable {

    private final HashSet<String> owners;

    /** @param owners the owner names in Breakwater's own tags */
    public InventoryFacts(Set<String> owners) {
        this.owners = new HashSet<>(owners);
    }

    /** Emits the change for the stages. Emits nothing for a change that stages do not need, such as a gap. */
    @Override
    public void flatMap(InventoryChange c, Collector<FleetChange> out) {
        String place = c.scope().place().id();
        String function = c.scope().functionId();
        switch (c.kind()) {
            case FOUND, CHANGED ->
                out.collect(FleetChange.facts(function, facts(c.seen(), c.atMillis()), c.atMillis()));
            case GONE -> out.collect(FleetChange.gone(function, c.atMillis()));
            case LIMITS ->
                out.collect(FleetChange.limit(
                        place,
                        c.limits().concurrent(),
                        c.limits().concurrent() - c.limits().unreserved(),
                        c.atMillis()));
            case MARKED -> out.collect(held(function, c.sighting()));
            case STILL_MARKED, GAP, GAP_CLOSED -> {}
        }
    }

    private FunctionFacts facts(Seen seen, long at) {
        FunctionFacts f = seen.facts();
        ReservationFacts read = f.reservation();
        ReservationFacts reservation = read.sensedAt() < 0
                ? read
                : reservation(read.previous(), f.tags().get(OwnTags.LEASE), at);
        return f.with(reservation, triggers(seen, at));
    }

    private FleetChange held(String function, Sighting s) {
        if (s.lever().isReservation())
            return FleetChange.held(function, reservation(s.value(), s.tag(), s.at()), s.at());
        LeaseTag ours = ours(s.tag(), s.value());
        boolean paused = s.value() == 0 && ours == null;
        Trigger trigger =
                new Trigger(s.lever().mapping(), s.lever().kind(), !paused, previous(ours, s.value()), ours != null);
        return FleetChange.held(function, trigger, s.at());
    }

    private ReservationFacts reservation(int value, String lease, long at) {
        LeaseTag ours = ours(lease, value);
        return new ReservationFacts(previous(ours, value), ours != null, at);
    }

    /** Returns the value that will be set after Breakwater's limit is released. */
    private static int previous(LeaseTag ours, int value) {
        return ours != null ? ours.was() : Math.max(value, LimitValue.NONE);
    }

    /** Returns the lease tag if it is Breakwater's and describes the value, otherwise null. */
    private LeaseTag ours(String lease, int value) {
        LeaseTag tag = lease == null ? null : LeaseTag.read(lease).tag();
        // while a change is in progress, the value is unreadable and the tag counts until the next reading
        boolean describes = tag != null && (tag.values().contains(value) || value == LimitValue.UNREADABLE);
        return describes && owners.stream().anyMatch(tag::isOf) ? tag : null;
    }

    private TriggerFacts triggers(Seen seen, long atMillis) {
        if (seen.triggers() == null) return TriggerFacts.UNKNOWN;
        return new TriggerFacts(seen.triggers().stream().map(this::trigger).toList(), atMillis);
    }

    public Trigger trigger(TriggerMapping m) {
        int value = m.value();
        LeaseTag ours = ours(m.lease(), value);
        int previous = previous(ours, value);
        boolean limitable = m.lever() != null && m.maximumConcurrency() != TriggerMapping.PROVISIONED;
        LeverKind lever = limitable ? m.lever() : null;
        boolean paused = lever != null && lever.pauses() && ours != null;
        return new Trigger(m.uuid(), lever, paused || m.enabled(), previous, ours != null, m.source());
    }
}
