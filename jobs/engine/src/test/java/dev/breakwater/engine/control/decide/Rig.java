package dev.breakwater.engine.control.decide;

import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.Lines.Auto;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Place;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A control with its state and all of its output. Before each step, the state is copied as by a snapshot and a restore.
 */
final class Rig {
    static final long MINUTE = 60_000;
    private static final Set<DecisionType> ASKS = Set.of(DecisionType.THROTTLE, DecisionType.LOWER, DecisionType.RAISE);
    private static final Set<DecisionType> ENDS =
            Set.of(DecisionType.RELEASE, DecisionType.COULD_NOT, DecisionType.OVERRIDE);

    static final Comparator<Assessment> ORDER = Comparator.comparingLong(Assessment::minute)
            .thenComparing(Assessment::scope)
            .thenComparing(Assessment::order);

    Mode mode = Mode.ENFORCE;
    ThrottleRule rule = new ThrottleRule(
            10 * Minute.USD,
            2,
            1.5,
            Duration.ofMinutes(15),
            Duration.ofHours(4),
            Duration.ofMinutes(30),
            LeverRule.AUTO,
            false,
            Worth.ANY);
    long warnNano = 1;
    long pageNano = 1;
    Auto auto = Auto.NONE;
    BlastRadius radius = new BlastRadius(5, 1, 10, 100);
    int accountConcurrency = 1000;
    boolean limitAssumed;

    /** The concurrency limit that is read, and how much of it is reserved in total. */
    int concurrencyRead = -1;

    int reservedInAll;
    boolean protectsAll;
    /** The most that the policy allows. */
    Mode most = Mode.ENFORCE;

    Duration restateEvery = Duration.ZERO;

    /** In a live run, whether calls that are due are made at once. */
    boolean obeys = true;

    int together = 100;
    final List<FunctionFacts> facts = new ArrayList<>();
    final Set<String> gone = new HashSet<>();
    /** Wraps the functions by name, for a test that counts how often they are read. */
    UnaryOperator<Map<String, FunctionFacts>> functions = UnaryOperator.identity();

    final ModelLimits aws = new ModelLimits(facts);

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
                Map.of(),
                TriggerFacts.UNKNOWN,
                Capacity.NONE));
        return this;
    }

    /** A function that a queue or stream feeds. */
    Rig fed(String function, String source) {
        return fed(function, new Trigger("m-" + function, null, true, -1, false, source));
    }

    /** A function that is held by its queue. */
    Rig queued(String function) {
        return fed(function, new Trigger("m-" + function, LeverKind.QUEUE, true, -1, false));
    }

    private Rig fed(String function, Trigger trigger) {
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
                new TriggerFacts(List.of(trigger), 0),
                Capacity.NONE));
        return this;
    }

    Control control() {
        Policy vip = new Policy("vip", new Match("vip-*", Map.of()), true, 1, 1, rule, 1, Auto.NONE, Mode.ENFORCE);
        Policy all =
                new Policy("default", new Match("*", Map.of()), protectsAll, warnNano, pageNano, rule, 1, auto, most);
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
                new PolicyBook(mode, List.of(vip, all), List.of(shop), radius, List.of()),
                settings,
                new FleetView(
                        functions.apply(FleetView.of(Minute.ACCOUNT, Minute.REGION, facts, gone)
                                .functions()),
                        gone,
                        concurrencyRead,
                        reservedInAll));
    }

    /** Decides whether calls that change a limit may begin. In a job, they begin after the ledger was read. */
    Reconciler.Gate gate = Reconciler.Gate.OPEN;

    static final Reconciler.Gate SHUT = new Reconciler.Gate() {
        @Override
        public boolean maySet(LimitState s) {
            return false;
        }

        @Override
        public boolean mayReturn(LimitState s) {
            return false;
        }
    };

    /** Plays one arrival minute. The clock moves to the end of its newest data minute, unless it is already later. */
    ControlOutput minute(Minute... minutes) {
        List<Assessment> sorted =
                Arrays.stream(minutes).map(Minute::build).sorted(ORDER).toList();
        now = Math.max(now, (sorted.get(sorted.size() - 1).minute() + 1) * MINUTE);
        return took(control().onMinute(state = StateCopy.of(state), sorted, now));
    }

    /** Lets the clock run to the end of a minute, with a tick whenever control asked for one. */
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
        add(out);
        if (obeys && !restateEvery.isZero()) calls();
        return last;
    }

    private void add(ControlOutput out) {
        all.decisions.addAll(out.decisions);
        all.events.addAll(out.events);
        all.standings.addAll(out.standings);
        all.incidents.addAll(out.incidents);
        all.alarms.addAll(out.alarms);
        all.calls.addAll(out.calls);
        all.troubles.addAll(out.troubles);
        all.lines.addAll(out.lines);
        all.answers.addAll(out.answers);
    }

    /** Makes the calls that are due, and the calls that follow them at once. */
    void calls() {
        for (int made = 0; ; made++) {
            if (made > 1_000) throw new AssertionError("calls again and again: " + last.calls);
            ControlOutput due = control().onLimits(state = StateCopy.of(state), gate, 100, now);
            more(due);
            if (due.calls.isEmpty()) return;
            for (Call call : due.calls) more(control().onAnswer(state = StateCopy.of(state), aws.make(call, now), now));
        }
    }

    /** Adds the output of follow-up steps to the output of a step. */
    private void more(ControlOutput out) {
        add(out);
        last.decisions.addAll(out.decisions);
        last.events.addAll(out.events);
        last.standings.addAll(out.standings);
        last.incidents.addAll(out.incidents);
        last.wakeAt = out.wakeAt;
        last.callAt = out.callAt;
    }

    /** In a live run, lets the clock run and makes calls when they are due. */
    void follows(long millis) {
        long end = now + millis;
        for (int steps = 0; now < end; steps++) {
            if (steps > 100_000) throw new AssertionError("no time passes at " + now);
            now = Math.min(end, Math.max(now + 1_000, Math.min(last.callAt, last.wakeAt)));
            tick();
        }
    }

    ControlOutput tick() {
        return took(control().onTick(state = StateCopy.of(state), now));
    }

    /** A person releases a function at AWS for a day, and control reads that. */
    ControlOutput handsOff(String function) {
        aws.handsOff.put(function, now + 24 * 60 * MINUTE);
        ControlOutput out =
                took(control().onSightings(state = StateCopy.of(state), List.of(sighting(function, null, -1)), now));
        for (LimitState limit : List.copyOf(state.limits.all.values())) {
            if (limit.function.equals(function)) out = reads(limit);
        }
        return out;
    }

    /** Reads a limit, whatever else is due. */
    ControlOutput reads(LimitState limit) {
        state.limits.all.get(limit.key()).calls.callAt = now;
        Call read = new Call(Call.Kind.READ, limit.key(), limit.function, limit.lever, -1, null, false);
        return took(control().onAnswer(state = StateCopy.of(state), aws.make(read, now), now));
    }

    /** An inventory round finds a lease's tag, with or without its limit. */
    ControlOutput finds(String function, int limit, int was, long until, String owner) {
        String tag = new LeaseTag(limit, was, List.of(), until, owner, "k3f9").text();
        aws.set(function, Lever.RESERVATION, limit);
        aws.tag(function, Lever.RESERVATION, tag);
        return took(control().onSightings(state = StateCopy.of(state), List.of(sighting(function, tag, limit)), now));
    }

    private Sighting sighting(String function, String tag, int value) {
        long handsOff = aws.handsOff.getOrDefault(function, 0L);
        return new Sighting(Minute.ACCOUNT, Minute.REGION, function, Lever.RESERVATION, tag, value, handsOff, now);
    }

    /** A run starts with what its ledgers know and, if there is one, its state. */
    ControlOutput begins(KnownLease... known) {
        state.begins(state.run.began, now);
        state.place = new Place(Minute.ACCOUNT, Minute.REGION);
        return took(control().onLedger(state = StateCopy.of(state), List.of(known), "", now));
    }

    ControlOutput asks(Request said) {
        return took(control().onRequest(state = StateCopy.of(state), said, now));
    }

    /** A request about a function. */
    Request request(String id, Request.Kind kind, String function, String incident, long until) {
        return new Request(
                id,
                kind,
                Scope.function(Minute.ACCOUNT, Minute.REGION, function),
                incident,
                now,
                until,
                "alice",
                "test",
                "",
                0);
    }

    /** The limits that were requested and released, in order. */
    List<Decision> asked() {
        return all.decisions.stream()
                .filter(d -> ASKS.contains(d.type()) || ENDS.contains(d.type()))
                .toList();
    }

    Decision lastAsked() {
        return asked().get(asked().size() - 1);
    }

    /** The values of the limits that were requested, with -1 for a release. */
    List<Integer> limits() {
        return asked().stream()
                .map(d -> ASKS.contains(d.type()) ? d.limit() : -1)
                .toList();
    }

    List<String> said() {
        return all.decisions.stream()
                .map(d -> d.type().wire() + " " + d.reason().wire())
                .toList();
    }

    List<String> told() {
        return all.events.stream()
                .filter(e -> e.type() != AlarmAction.STANDS)
                .map(e -> e.type() + " " + e.identity().severity().wire() + " "
                        + e.reason().wire())
                .toList();
    }

    /** The times of decisions of this type, in minutes of the clock since minute 100. */
    List<Long> when(DecisionType type) {
        return all.decisions.stream()
                .filter(d -> d.type() == type)
                .map(d -> d.at() / MINUTE - 101)
                .toList();
    }
}
