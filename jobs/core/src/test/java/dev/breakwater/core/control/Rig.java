package dev.breakwater.core.control;

import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.policy.BlastRadius;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Group;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.core.policy.ThrottleRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A control with its state, snapshot and restored before each step, and all that it said. */
final class Rig {
    static final long MINUTE = 60_000;

    static final Comparator<Assessment> ORDER = Comparator.comparingLong(Assessment::minute)
            .thenComparing(Assessment::scope)
            .thenComparing(Assessment::order);

    Mode mode = Mode.ENFORCE;
    ThrottleRule rule = new ThrottleRule(
            10 * Minute.USD, 2, 1.5, Duration.ofMinutes(15), Duration.ofHours(4), Duration.ofMinutes(30));
    BlastRadius radius = new BlastRadius(5, 1, 10, 100);
    int accountConcurrency = 1000;
    boolean limitAssumed;
    Duration restateEvery = Duration.ZERO;
    Duration actOnDataYoungerThan = Duration.ZERO;
    final List<FunctionFacts> facts = new ArrayList<>();
    final Set<String> gone = new HashSet<>();

    ControlState state = new ControlState();
    long now;
    ControlOutput last = new ControlOutput();
    final ControlOutput all = new ControlOutput();

    Rig knows(String function, int reserved) {
        facts.add(new FunctionFacts(
                Minute.ACCOUNT,
                Minute.REGION,
                function,
                1024,
                "x86_64",
                900,
                ReservationFacts.of(reserved),
                -1,
                Map.of()));
        return this;
    }

    /** The inventory reads a function's limit now. */
    void senses(String function, int previous, boolean held) {
        facts.removeIf(f -> f.function().equals(function));
        ReservationFacts found = new ReservationFacts(previous, held, now);
        facts.add(new FunctionFacts(Minute.ACCOUNT, Minute.REGION, function, 1024, "x86_64", 900, found, -1, Map.of()));
    }

    Control control() {
        Policy vip = new Policy("vip", new Match("vip-*", Map.of()), true, 1, 1, rule, 1);
        Policy all = new Policy("default", new Match("*", Map.of()), false, 1, 1, rule, 1);
        Group shop = new Group("shop", new Match("shop-*", Map.of()));
        ControlSettings settings = new ControlSettings(
                "test",
                accountConcurrency,
                limitAssumed,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                restateEvery,
                actOnDataYoungerThan,
                Duration.ofMinutes(5));
        return new Control(
                new PolicyBook(mode, List.of(vip, all), List.of(shop), radius),
                settings,
                FleetView.of(Minute.ACCOUNT, Minute.REGION, facts, gone));
    }

    /** One arrival minute; the clock stands at the end of its newest data minute, or where it was if that is later. */
    ControlOutput minute(Minute... minutes) {
        List<Assessment> sorted =
                Arrays.stream(minutes).map(Minute::build).sorted(ORDER).toList();
        now = Math.max(now, (sorted.get(sorted.size() - 1).minute() + 1) * MINUTE);
        return took(control().onMinute(state = StateCopy.of(state), sorted, now));
    }

    /** Lets the clock run to the end of a minute, ticking whenever control asked for it. */
    void quietUntil(long minute) {
        long end = (minute + 1) * MINUTE;
        while (last.wakeAt <= end) {
            now = last.wakeAt;
            took(control().onTick(state = StateCopy.of(state), now));
        }
        now = end;
    }

    ControlOutput took(ControlOutput out) {
        last = out;
        all.decisions.addAll(out.decisions);
        all.events.addAll(out.events);
        all.incidents.addAll(out.incidents);
        all.alarms.addAll(out.alarms);
        all.wishes.addAll(out.wishes);
        return out;
    }

    List<String> said() {
        return all.decisions.stream()
                .map(d -> d.type().wire() + " " + d.reason().wire())
                .toList();
    }

    List<String> told() {
        return all.events.stream()
                .map(e ->
                        e.type() + " " + e.severity().wire() + " " + e.reason().wire())
                .toList();
    }

    /** Minutes of the clock since minute 100 at which something was decided. */
    List<Long> when(DecisionType type) {
        return all.decisions.stream()
                .filter(d -> d.type() == type)
                .map(d -> d.at() / MINUTE - 101)
                .toList();
    }
}
