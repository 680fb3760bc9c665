package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.ControlOutput.AlarmMinute;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.incident.Rings;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Checks the guarantees after each step, from control's output alone. */
final class Invariants {
    private static final long HOUR = 60 * Rig.MINUTE;

    private final RandomWorld world;
    private final Map<String, Decision> held = new TreeMap<>();
    private final Map<String, Integer> limits = new TreeMap<>();
    private final Map<String, Long> lastSet = new HashMap<>();
    private final Map<String, Long> lastLowered = new HashMap<>();
    private final List<Long> set = new ArrayList<>();
    /** When each throttle that was not observed yet was decided, by function. */
    private final Map<String, Long> unseen = new HashMap<>();

    /** Whether an alert is open, by key. */
    private final Map<String, Boolean> told = new HashMap<>();

    private final Map<String, Integer> rings = new HashMap<>();
    private final List<Long> rangAt = new ArrayList<>();
    /** The function, group or account of each incident that paged. */
    private final Map<String, String> paged = new HashMap<>();

    private final Map<String, Long> pagedAt = new HashMap<>();
    /** Incidents whose end arrived in the minute of their page. Their alert may be left out. */
    private final Set<String> overAtOnce = new HashSet<>();

    /** The incidents that a fleet page or the alert of another incident reported. */
    private final Set<String> listed = new HashSet<>();

    private final Set<String> opened = new HashSet<>();
    private final Set<String> recorded = new HashSet<>();
    private final Set<String> alarmed = new HashSet<>();
    private long sequence;
    final Map<LeverKind, Integer> levers = new HashMap<>();
    int slips;
    int couldNot;
    int widened;
    int gaveWay;
    int ordered;
    int handed;
    int throttles;
    int lowers;

    Invariants(RandomWorld world) {
        this.world = world;
    }

    void check(ControlOutput out, long now) {
        assertThat(out.wakeAt).isGreaterThan(now);
        for (Decision d : out.decisions) decided(d);
        for (Call c : out.calls) called(c);
        for (IncidentSnapshot e : out.events) heard(e, now);
        for (IncidentSnapshot r : out.incidents) {
            assertThat(opened).contains(r.incident());
            assertThat(recorded.add(r.incident())).isTrue();
        }
        for (AlarmMinute a : out.alarms) {
            assertThat(alarmed.add(a.incident().scope().id() + a.minute())).isTrue();
        }
        for (Decision d : held.values()) {
            assertThat(now).as("lease of " + d.scope().key()).isLessThan(d.until());
        }
        assertThat(held.size()).isLessThanOrEqualTo(world.rig.radius.allowedAtOnce(world.names.size()));
    }

    private void decided(Decision d) {
        assertThat(d.sequence()).isEqualTo(sequence++);
        String function = d.scope().key();
        switch (d.type()) {
            case OPEN -> assertThat(opened.add(d.incident())).isTrue();
            case PAGE -> {
                paged.put(d.incident(), FleetStatus.nameOf(d.scope()));
                pagedAt.put(d.incident(), d.at());
            }
            case CLOSE -> {
                if (Objects.equals(pagedAt.get(d.incident()), d.at())) overAtOnce.add(d.incident());
            }
            case THROTTLE -> {
                throttles++;
                asked(d.lever(), d.limit());
                if (d.previous() >= 0) assertThat(d.limit()).isLessThan(d.previous());
                levers.merge(d.lever().kind(), 1, Integer::sum);
                spaced(lastSet, function, d.at());
                assertThat(held.put(function, d)).isNull();
                set.removeIf(at -> at <= d.at() - HOUR);
                set.add(d.at());
                unseen.put(function, d.at());
                assertThat(set.size()).isLessThanOrEqualTo(world.rig.radius.perHour());
                assertThat(d.until() - d.at())
                        .isEqualTo(world.rig.rule.maxHold().toMillis());
                limited(d);
                if (d.reason() == Reason.BUDGET_THROTTLE) {
                    ordered++;
                    assertThat(set.size()).isLessThanOrEqualTo(world.rig.radius.perHour() / 2);
                    assertThat(d.lever().kind()).isNotEqualTo(LeverKind.STREAM);
                }
            }
            case RAISE -> {
                takenOver(d);
                limited(d);
                if (d.reason() == Reason.PLANNED_SURGE) widened(d);
            }
            case LOWER -> {
                lowers++;
                spaced(lastLowered, function, d.at());
                takenOver(d);
                if (world.planned == 1)
                    assertThat(d.limit()).isEqualTo(held.get(function).limit());
                else
                    assertThat(d.limit())
                            .isGreaterThanOrEqualTo(held.get(function).limit());
                // a limit on a queue takes nothing from other functions
                if (d.lever().isReservation()) limits.put(function, d.limit());
            }
            case RELEASE, OVERRIDE -> {
                if (d.reason() == Reason.NOT_BINDING) {
                    assertThat(held.get(function).lever().isReservation()).isFalse();
                    // the reservation takes over at once, because the queue's limit had no effect
                    lastSet.remove(function);
                    lastLowered.remove(function);
                    slips++;
                }
                if (d.reason() == Reason.PLANNED_SURGE) {
                    assertThat(world.planned).isGreaterThan(1);
                    gaveWay++;
                }
                held.remove(function);
                limits.remove(function);
            }
            case COULD_NOT -> {
                // no limit was set, so another attempt is allowed
                held.remove(function);
                limits.remove(function);
                lastSet.remove(function);
                couldNot++;
            }
            case HELD -> unseen.remove(function);
            // a limit that was never set does not count in its hour
            case GIVEN_BACK -> set.remove(unseen.remove(function));
            default -> {}
        }
    }

    /** Records that a budget took over a surge's lease. It may set its own limit, but the lease keeps its end. */
    private boolean takenOver(Decision d) {
        Decision before = held.get(d.scope().key());
        if (d.reason() != Reason.BUDGET_THROTTLE || before.reason() == Reason.BUDGET_THROTTLE) return false;
        assertThat(d.until()).isEqualTo(before.until());
        assertThat(d.lever().kind()).isNotEqualTo(LeverKind.STREAM);
        assertThat(d.limit()).isGreaterThanOrEqualTo(1);
        held.put(d.scope().key(), d);
        handed++;
        return true;
    }

    /** Records that a planned window began. The throttle is the same, but its limit is higher. */
    private void widened(Decision d) {
        Decision before = held.get(d.scope().key());
        assertThat(world.planned).isGreaterThan(1);
        assertThat(d.limit()).isGreaterThan(before.limit());
        assertThat(d.until()).isEqualTo(before.until());
        widened++;
    }

    private void limited(Decision d) {
        if (!d.lever().isReservation()) return;
        limits.put(d.scope().key(), d.limit());
        if (d.previous() >= 0) return;
        long unreserved = world.rig.accountConcurrency;
        for (String name : world.names) {
            boolean reserved = held.containsKey(name) && held.get(name).lever().isReservation();
            int previous = reserved ? held.get(name).previous() : world.original.get(name);
            unreserved -= Math.max(Math.max(0, previous), limits.getOrDefault(name, 0));
        }
        int keep = world.rig.radius.keepUnreserved();
        assertThat(unreserved)
                .as(d.toString())
                .isGreaterThanOrEqualTo(world.rig.limitAssumed ? keep : Math.max(100, keep));
    }

    private void spaced(Map<String, Long> last, String function, long at) {
        Long before = last.put(function, at);
        if (before != null) {
            assertThat(at - before)
                    .isGreaterThanOrEqualTo(world.rig.rule.cooldown().toMillis());
        }
    }

    private void called(Call c) {
        boolean sets = c.kind() == Call.Kind.SET && c.value() != world.original.get(c.limit());
        // if AWS refuses a release, the limit is raised to the highest value that AWS accepts
        if (sets && held.containsKey(c.function())) asked(c.lever(), c.value());
    }

    /** Checks a requested limit: AWS must accept it, and the rule must allow it. */
    private void asked(Lever lever, int limit) {
        if (lever.kind().equals(LeverKind.RESERVATION)) {
            assertThat(limit).isGreaterThanOrEqualTo(world.floor());
        } else if (lever.kind().equals(LeverKind.QUEUE)) {
            assertThat(limit).isBetween(Math.max(2, world.floor()), 1_000);
        } else {
            assertThat(world.rig.rule.lever()).isEqualTo(LeverRule.PAUSE);
            assertThat(limit).isZero();
        }
        if (world.rig.rule.lever() == LeverRule.RESERVATION)
            assertThat(lever.isReservation()).isTrue();
    }

    private void heard(IncidentSnapshot e, long now) {
        boolean open = told.getOrDefault(e.dedupKey(), false);
        e.fleet().surges().forEach(s -> listed.add(s.name()));
        if (e.type() == AlarmAction.TRIGGER) {
            assertThat(open).isFalse();
            assertThat(paged).containsKey(e.incident());
            told.put(e.dedupKey(), true);
            rings.put(e.dedupKey(), 0);
        } else {
            assertThat(open).as(e.toString()).isTrue();
            if (e.type() == AlarmAction.RESOLVE) told.put(e.dedupKey(), false);
        }
        if (e.type() != AlarmAction.RESOLVE) rang(e, now);
    }

    /** Checks that a trigger has a new key, or the next number of its key. */
    private void rang(IncidentSnapshot e, long now) {
        int before = rings.put(e.dedupKey(), e.ring().number());
        assertThat(e.ring().number()).isBetween(before, before + 1);
        if (e.type() != AlarmAction.TRIGGER && e.ring().number() == before) return;
        rangAt.add(now);
        rangAt.removeIf(at -> at <= now - 12 * HOUR);
        assertThat(rangAt).hasSizeLessThanOrEqualTo(Rings.MOST_A_NIGHT);
    }

    /** Checks that everything was released, written and resolved at the end. */
    void checkEnd(ControlState state) {
        assertThat(held).isEmpty();
        assertThat(recorded).isEqualTo(opened);
        paged.forEach((incident, name) -> {
            boolean elsewhere = incident.startsWith("fleet-") || listed.contains(name) || overAtOnce.contains(incident);
            if (!elsewhere) assertThat(told).containsKey("breakwater/" + incident);
        });
        told.forEach((key, open) -> assertThat(open).as(key).isFalse());
        assertThat(state.alerts.open).isEmpty();
        assertThat(state.fleetPage.alert).isNull();
        assertThat(state.incidents.ordered).isEmpty();
        assertThat(state.incidents.open).isEmpty();
        assertThat(state.incidents.ended).isEmpty();
        assertThat(state.limits.leases).isEmpty();
        assertThat(state.limits.all).isEmpty();
        world.checkAsFound();
    }
}
