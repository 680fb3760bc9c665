package dev.breakwater.engine.limit;

import dev.breakwater.engine.limit.Call.Answer;
import dev.breakwater.engine.limit.Call.Kind;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.ModelLimit.Who;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The loop around one simulated limit, with a clock, the calls that were made, and the reports to people. */
final class Loop {
    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    private static final long CALL_TAKES = 300;
    private static final long TIME_OUT = 10 * SECOND;

    /** The ways in which a call can end. */
    enum Fault {
        NONE,
        /** There is no answer, and the call had no effect. */
        BEFORE,
        /** There is no answer, but the call took effect. */
        AFTER,
        /** There is no answer, and the call takes effect five minutes later. */
        LATE,
        DENIED,
        REFUSED
    }

    long now = 1_700_000_000_000L;
    final ModelLimit aws;
    LimitState limit;
    final List<LimitEvent> events = new ArrayList<>();
    /** The calls other than readings, as text. */
    final List<String> acts = new ArrayList<>();
    /** The values whose intent is in the ledger. */
    final Set<Integer> intents = new HashSet<>();

    boolean ledgerWritable = true;
    boolean maySet = true;
    boolean mayReturn = true;
    long room = -1;
    long lateBy = 5 * MINUTE;
    /** The number of readings. */
    int readings;
    /** How many times the loop asked for a call. */
    int turns;

    /** Chooses how a call ends if the test did not set it. */
    Function<Kind, Fault> draws = kind -> Fault.NONE;
    /** How old the state in a reading is. If this is null, the simulated limit decides. */
    LongSupplier ages;
    /** Whether the run ends during the next call, so that its answer is lost. */
    BooleanSupplier dies = () -> false;
    /** Our calls on the value. */
    final List<Act> valueActs = new ArrayList<>();

    /** The values that two readings showed, a minute apart and long enough after our calls, with the times. */
    final List<Settled> settled = new ArrayList<>();

    private long actedAt;
    private long showsSince;
    private int shows = LimitValue.UNKNOWN;

    /** A value that readings showed twice, and when the second of them began. */
    record Settled(int value, long at) {}

    /** A call on the value: when it was made, and when it took effect. */
    record Act(long at, long done) {}

    private int leases;
    private final Map<Kind, Deque<Fault>> faults = new EnumMap<>(Kind.class);
    private final Map<Kind, Fault> always = new EnumMap<>(Kind.class);

    Loop(int found) {
        aws = new ModelLimit(found, now);
    }

    private Reconciler reconciler() {
        return new Reconciler(new Reconciler.Terms("prod", Set.of("former"), room), events::add);
    }

    /** Requests a throttle whose lease ends four hours later. */
    Loop wants(int value) {
        boolean begins = limit == null || limit.life == Life.FREE;
        if (begins) {
            intents.clear();
            LimitState before = limit;
            limit = new LimitState();
            if (before != null) limit.follows(before, now);
            limit.function = "shop";
            limit.intent.lease = "k" + ++leases;
            limit.intent.until = now + 4 * HOUR;
            limit.intent.notAfter = now + 5 * MINUTE;
            limit.intent.cooldown = 30 * MINUTE;
        }
        limit.want(value, "above-throttle-line", now);
        return this;
    }

    Loop givesBack() {
        limit.giveBack("hold-over", 30 * MINUTE, now);
        return this;
    }

    /** Makes the next calls of a kind end in these ways, one after the other. */
    Loop next(Kind kind, Fault... next) {
        faults.computeIfAbsent(kind, k -> new ArrayDeque<>()).addAll(List.of(next));
        return this;
    }

    /** Makes all later calls of a kind end this way. */
    Loop always(Kind kind, Fault fault) {
        always.put(kind, fault);
        return this;
    }

    Loop somebodySets(int value) {
        if (!aws.exists()) aws.create(now);
        aws.set(value, Who.SOMEBODY, now);
        return this;
    }

    Loop somebodyTags(String tag) {
        aws.tag(tag, now);
        return this;
    }

    /** Starts the operator again from its present state. */
    Loop restarts() {
        // a call of the earlier run may still take effect
        actedAt = now;
        showsSince = 0;
        Reconciler.restored(limit, now);
        return this;
    }

    /** Lets time pass, and makes each call when it is due. */
    Loop passes(long millis) {
        long end = now + millis;
        while (now < end) {
            if (limit != null && step()) continue;
            long due = limit == null ? end : reconciler().dueAt(limit, now);
            now = Math.min(end, Math.max(now + SECOND, due));
            aws.passes(now);
        }
        return this;
    }

    /** Lets this many calls be answered. The run ends during the next call, before or after its effect. */
    Loop diesAt(int calls, Fault fault) {
        for (int made = 0; made <= calls; ) {
            Call call = reconciler().next(limit, gate(), now);
            if (call == null) {
                if (limit.life == Life.HELD || limit.life == Life.FREE) return this;
                now += SECOND;
                continue;
            }
            limit.calls.callAt = now;
            if (made == calls) next(call.kind(), fault);
            Answer answer = make(call);
            if (made++ < calls) reconciler().answered(limit, answer);
        }
        return this;
    }

    private boolean step() {
        turns++;
        Call call = reconciler().next(limit, gate(), now);
        if (call == null) {
            if (reconciler().isOver(limit, now)) limit = null;
            return false;
        }
        limit.calls.callAt = now;
        Answer answer = make(call);
        if (call.kind().changesValue()) actedAt = now;
        if (dies.getAsBoolean()) restarts();
        else {
            shown(answer);
            reconciler().answered(limit, answer);
        }
        return true;
    }

    private void shown(Answer a) {
        if (a.call().kind() != Kind.READ || !a.result().worked() && a.result() != Result.MISSING) return;
        int value = a.reading() == null ? LimitValue.UNREADABLE : a.reading().value();
        boolean counts = value != LimitValue.UNREADABLE && a.began() > actedAt + Limits.STALE;
        showsSince = !counts ? 0 : value == shows && showsSince > 0 ? showsSince : a.began();
        shows = value;
        if (showsSince > 0 && a.began() - showsSince >= Limits.APART) settled.add(new Settled(value, a.began()));
    }

    private Reconciler.Gate gate() {
        return new Reconciler.Gate() {
            @Override
            public boolean maySet(LimitState s) {
                return maySet;
            }

            @Override
            public boolean mayReturn(LimitState s) {
                return mayReturn;
            }
        };
    }

    /** Makes a call, which ends with the next fault of its kind. */
    Answer make(Call call) {
        if (call.intent() && !ledgerWritable)
            return answer(call, Result.NOT_WRITTEN, null, "the ledger cannot be written");
        if (call.intent()) intents.add(call.value());
        Deque<Fault> drawn = faults.getOrDefault(call.kind(), new ArrayDeque<>());
        Fault fault = drawn.isEmpty() ? always.getOrDefault(call.kind(), draws.apply(call.kind())) : drawn.poll();
        if (call.kind() == Kind.SET && !intents.contains(call.value())) throw new AssertionError("no intent: " + call);
        if (call.kind() != Kind.READ)
            acts.add(call.kind() + (call.kind().changesValue() ? " " + LimitValue.text(call.value()) : ""));
        if (fault == Fault.DENIED) return answer(call, Result.DENIED, null, "not authorized");
        if (fault == Fault.REFUSED) return answer(call, Result.REFUSED, null, "too little unreserved");
        if (fault == Fault.BEFORE) return timedOut(call);
        if (fault == Fault.LATE) {
            if (call.kind().changesValue()) aws.lands(call.value(), now + lateBy);
            if (call.kind().changesValue()) valueActs.add(new Act(now, now + lateBy));
            return timedOut(call);
        }
        if (call.kind() == Kind.READ) {
            readings++;
            if (ages != null) aws.valueAge = ages.getAsLong();
            if (ages != null) aws.tagAge = ages.getAsLong();
            LimitReading reading = aws.read(now);
            return answer(call, reading.exists() ? Result.DONE : Result.MISSING, reading.exists() ? reading : null, "");
        }
        if (!aws.exists()) return answer(call, Result.MISSING, null, "");
        if (call.kind().changesValue() && call.value() > aws.most) {
            return answer(call, Result.REFUSED, null, "too little unreserved");
        }
        switch (call.kind()) {
            case TAG -> aws.tag(call.tag(), now);
            case UNTAG -> aws.tag(null, now);
            default -> {
                aws.set(call.value(), Who.US, now);
                valueActs.add(new Act(now, now));
            }
        }
        return fault == Fault.AFTER ? timedOut(call) : answer(call, Result.DONE, null, "");
    }

    private Answer timedOut(Call call) {
        long began = now;
        now += TIME_OUT;
        aws.passes(now);
        return new Answer(call, Result.FAILED, null, "no answer", began, now);
    }

    private Answer answer(Call call, Result result, LimitReading reading, String words) {
        long began = now;
        now += CALL_TAKES;
        aws.passes(now);
        return new Answer(call, result, reading, words, began, now);
    }

    /** The observations, in order. */
    List<LimitEvent.Kind> told() {
        return events.stream().map(LimitEvent::kind).toList();
    }

    /** The latest text of this kind. */
    String words(LimitEvent.Kind kind) {
        return events.stream()
                .filter(e -> e.kind() == kind)
                .reduce((first, second) -> second)
                .orElseThrow()
                .words();
    }

    /** The present tag. */
    LeaseTag tag() {
        LeaseTag tag = LeaseTag.read(aws.tag()).tag();
        if (tag == null) throw new AssertionError("unreadable: " + aws.tag());
        return tag;
    }

    /** A lease's tag, as an instance would write it. */
    static String tagOf(String owner, int set, int was, long until) {
        return new LeaseTag(set, was, List.of(), until, owner, "x1").text();
    }
}
