package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.ControlOutput;
import dev.breakwater.core.control.ControlSettings;
import dev.breakwater.core.control.ControlState;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.LimitObservation.Kind;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.Lines.Auto;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.core.policy.PolicyBook.BlastRadius;
import dev.breakwater.core.policy.PolicyBook.Group;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.core.policy.ThrottleRule;
import dev.breakwater.core.policy.Trigger;
import dev.breakwater.core.policy.TriggerFacts;
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
    long warnNano = 1;
    long pageNano = 1;
    Auto auto = Auto.NONE;
    BlastRadius radius = new BlastRadius(5, 1, 10, 100);
    int accountConcurrency = 1000;
    boolean limitAssumed;

    /** What is read of the place: its concurrency limit, and how much of it is reserved in all. */
    int concurrencyRead = -1;

    int reservedInAll;
    boolean protectsAll;
    Duration restateEvery = Duration.ZERO;

    /** Live: whether what is asked of Lambda is so at once, and observed. */
    boolean obeys = true;

    int together = 100;
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
                new ReservationFacts(reserved, false, 0),
                -1,
                Map.of()));
        return this;
    }

    /** A function that a queue or stream feeds. */
    Rig fed(String function, String source) {
        Trigger trigger = new Trigger("m-" + function, null, true, -1, false, source);
        facts.add(new FunctionFacts(
                Minute.ACCOUNT,
                Minute.REGION,
                function,
                1024,
                "x86_64",
                900,
                new ReservationFacts(-1, false, 0),
                -1,
                Map.of(),
                new TriggerFacts(List.of(trigger), 0)));
        return this;
    }

    Control control() {
        Policy vip = new Policy("vip", new Match("vip-*", Map.of()), true, 1, 1, rule, 1, Auto.NONE);
        Policy all = new Policy("default", new Match("*", Map.of()), protectsAll, warnNano, pageNano, rule, 1, auto);
        Group shop = new Group("shop", new Match("shop-*", Map.of()));
        ControlSettings settings = new ControlSettings(
                "test",
                List.of("former"),
                accountConcurrency,
                limitAssumed,
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                restateEvery,
                restateEvery.isZero() ? Duration.ZERO : Duration.ofMinutes(3),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                together);
        return new Control(
                new PolicyBook(mode, List.of(vip, all), List.of(shop), radius),
                settings,
                new FleetView(
                        FleetView.of(Minute.ACCOUNT, Minute.REGION, facts, gone).functions(),
                        gone,
                        concurrencyRead,
                        reservedInAll));
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
        long most = 20 + 4 * (end - now) / MINUTE;
        for (int ticks = 0; last.wakeAt <= end; ticks++) {
            if (ticks > most) throw new AssertionError("wants to be woken again and again, at " + last.wakeAt);
            now = last.wakeAt;
            took(control().onTick(state = StateCopy.of(state), now));
            if (last.wakeAt <= now) throw new AssertionError("wants to be woken in the past, at " + last.wakeAt);
        }
        now = end;
    }

    ControlOutput took(ControlOutput out) {
        last = out;
        all.decisions.addAll(out.decisions);
        all.events.addAll(out.events);
        all.standings.addAll(out.standings);
        all.incidents.addAll(out.incidents);
        all.alarms.addAll(out.alarms);
        all.wishes.addAll(out.wishes);
        all.answers.addAll(out.answers);
        if (obeys && !restateEvery.isZero()) {
            for (Wish w : List.copyOf(out.wishes)) answer(w, w.throttle() ? Kind.SET : Kind.GIVEN_BACK, "");
            last.wakeAt = Math.min(last.wakeAt, out.wakeAt);
        }
        return out;
    }

    ControlOutput tick() {
        return took(control().onTick(state = StateCopy.of(state), now));
    }

    /** What AWS answers to a wish is heard of. */
    ControlOutput answer(Wish w, Kind kind, String reason) {
        return answer(w, kind, reason, w.until());
    }

    ControlOutput answer(Wish w, Kind kind, String reason, long until) {
        return observes(new LimitObservation(
                kind,
                w.account(),
                w.region(),
                w.function(),
                w.lever(),
                w.intent(),
                w.limit(),
                w.previous(),
                w.throttle() ? w.limit() : w.previous(),
                until,
                "",
                reason,
                now));
    }

    /** Somebody takes a limit over, or releases it by hand. */
    ControlOutput handsOff(String function) {
        return observes(observation(Kind.HANDS_OFF, function, -1, now + 24 * 60 * MINUTE, ""));
    }

    /** A mark with its limit set is read. */
    ControlOutput reads(String function, int limit, long until, String owner) {
        return observes(observation(Kind.MARKED, function, limit, until, owner));
    }

    LimitObservation observation(Kind kind, String function, int limit, long until, String owner) {
        return new LimitObservation(
                kind,
                Minute.ACCOUNT,
                Minute.REGION,
                function,
                Lever.RESERVATION,
                "0123456789ab:1",
                limit,
                -1,
                limit,
                until,
                owner,
                "",
                now);
    }

    ControlOutput observes(LimitObservation seen) {
        return took(control().onObserved(state = StateCopy.of(state), seen, now));
    }

    ControlOutput asks(Request said) {
        return took(control().onRequest(state = StateCopy.of(state), said, now));
    }

    /** Of a function. */
    Request request(String id, Request.Kind kind, String function, String incident, long until) {
        return new Request(
                id,
                kind,
                Scope.function(Minute.ACCOUNT, Minute.REGION, function),
                incident,
                now,
                until,
                "alice",
                "test");
    }

    Wish lastWish() {
        return all.wishes.get(all.wishes.size() - 1);
    }

    Wish lastReleaseOf(String function) {
        return all.wishes.stream()
                .filter(w -> !w.throttle() && w.function().equals(function))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Limits asked for, in order; -1 where one is to be given back. */
    List<Integer> limits() {
        return all.wishes.stream().map(w -> w.throttle() ? w.limit() : -1).toList();
    }

    List<String> said() {
        return all.decisions.stream()
                .map(d -> d.type().wire() + " " + d.reason().wire())
                .toList();
    }

    List<String> told() {
        return all.events.stream()
                .filter(e -> e.type() != EventType.STANDS)
                .map(e -> e.type() + " " + e.identity().severity().wire() + " "
                        + e.reason().wire())
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
