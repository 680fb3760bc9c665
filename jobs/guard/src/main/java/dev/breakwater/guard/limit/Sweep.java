package dev.breakwater.guard.limit;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.CallBudget;
import dev.breakwater.connectors.lambda.inventory.PlaceMarks;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.lever.LimitApi;
import dev.breakwater.engine.control.ControlOutput.LimitLine;
import dev.breakwater.engine.control.KnownLease;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.LimitEvent;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.Limits;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import dev.breakwater.model.kind.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Releases limits of one account and region without a job. A sweep uses the same control loop as the job, and the
 * loop's goal is that no limit is set. A sweep finds limits by their tags and, if the ledgers can be read, in the
 * ledgers.
 */
public final class Sweep {

    /** After a lease's end, its own job has this much time to release it. */
    private static final long AFTER_END = 5 * 60_000;
    /** After the end of another instance's lease, that instance's job has this much time to release it, milliseconds. */
    public static final long AFTER_OTHERS_END = 15 * 60_000;
    /**
     * After its end, a tag that asks to leave a function alone is kept for this long, so that a running job notices the
     * tag's end before the tag is removed.
     */
    private static final long HANDS_OFF_SEEN = 60 * 60_000;
    /** The largest number of calls for one limit. No limit needs that many calls. */
    private static final int MOST_CALLS = 40;
    /** The longest time for which a failed call is repeated. */
    private static final long PATIENCE = 30_000;
    /**
     * How long a list of function names is kept. Without the list, each mistyped name would list the account's
     * functions again.
     */
    private static final long LISTED_FOR = 10_000;

    private final String account;
    private final String region;
    private final PlaceMarks marks;
    private final LeverCalls calls;
    private final LimitLines.Known known;
    private final Consumer<LedgerEntry> ledger;
    private final Clock clock;
    private final String by;
    private final LimitLines lines;

    /** A clock that can also wait. */
    public interface Clock extends LongSupplier {
        /** Waits, in milliseconds. */
        void sleep(long millis);
    }

    /**
     * @param known  the leases in the ledgers, and what could not be read there
     * @param ledger receives the lines about the releases
     * @param by     who asks, for the lines about a person's request
     */
    public Sweep(
            String account,
            String region,
            PlaceMarks marks,
            LeverCalls calls,
            LimitLines.Known known,
            Consumer<LedgerEntry> ledger,
            Clock clock,
            String by) {
        this.account = account;
        this.region = region;
        this.marks = marks;
        this.calls = calls;
        this.known = known;
        this.ledger = ledger;
        this.clock = clock;
        this.by = by;
        this.lines = new LimitLines(account, region);
    }

    /**
     * The result for one limit.
     *
     * @param done  whether nothing is left to do
     * @param words what happened, or AWS's error
     */
    public record End(FoundLimit limit, boolean done, String words) {}

    /**
     * @param seen the number of limits that have a tag of Breakwater or are in the ledgers
     * @param gaps the parts that could not be read, and the functions that a job may throttle again
     */
    public record Result(int seen, List<End> ends, List<String> gaps) {
        public boolean done() {
            return gaps.isEmpty() && ends.stream().allMatch(End::done);
        }
    }

    /**
     * A limit and its present state.
     *
     * @param reading the reading; null if the limit could not be read
     * @param readAt  the time of the reading, epoch milliseconds
     */
    public record Standing(FoundLimit limit, LimitReading reading, long readAt) {}

    /**
     * @param leftAlone when each function's protection from limits ends, epoch milliseconds
     * @param gaps      the parts that could not be read and may have further leases
     */
    public record Status(List<Standing> limits, Map<String, Long> leftAlone, List<String> gaps) {}

    /** Returns every known limit with its present state. */
    public Status status() {
        Found found = find(f -> true);
        List<Standing> standing = new ArrayList<>();
        for (FoundLimit limit : found.limits) {
            Call.Answer answer = calls.make(read(limit));
            if (answer.reading() == null) found.gaps.add(name(limit) + ": " + answer.words());
            standing.add(new Standing(limit, answer.reading(), answer.began()));
        }
        return new Status(standing, found.leftAlone, found.gaps);
    }

    /** Releases expired limits. Also removes expired tags that asked Breakwater to leave a function alone. */
    public Result expired(Consumer<End> told) {
        long now = clock.getAsLong();
        Found found =
                find(f -> f.tag() != null && !f.isKnown() || f.isOver(f.owner().isEmpty() ? AFTER_END : after(f), now));
        for (Map.Entry<String, Long> over : found.handsOffOver.entrySet()) {
            if (over.getValue() <= now - HANDS_OFF_SEEN) removeHandsOff(over.getKey(), over.getValue());
        }
        return end(found, told);
    }

    /** Reads the tag again before it is removed, because a person may have written a new time since the search. */
    private void removeHandsOff(String function, long until) {
        LimitApi lever = calls.of(function);
        Answer<LimitReading> now = lever.read(function);
        if (now.ok() && now.value().handsOffUntil() == until) lever.removeHandsOff(function);
    }

    /**
     * Returns how long after its end a lease is left to its own job. This time is shorter for a lease in the ledgers,
     * because it belongs to this installation.
     */
    private static long after(FoundLimit f) {
        return f.known() != null ? AFTER_END : AFTER_OTHERS_END;
    }

    /** Releases all limits of any owner, and leaves the functions alone for a day. */
    public Result all(Consumer<End> told) {
        Found found = find(f -> f.tag() != null || f.isKnown());
        for (String function :
                found.limits.stream().map(FoundLimit::function).distinct().toList()) {
            Answer<Long> until = leaveAlone(function);
            if (!until.ok() && !until.failedAs(Outcome.MISSING)) {
                found.gaps.add("whether " + function + " stays without a limit, because the tag " + OwnTags.HANDS_OFF
                        + " could not be written: " + until.failure().text());
            }
        }
        return end(found, told);
    }

    /**
     * The result of a release for one function: its reservation, its queues and its streams.
     *
     * @param leftAlone the time until which the function is left alone, epoch milliseconds; a failure if that time
     *                  could not be written
     */
    public record Released(Result result, Answer<Long> leftAlone) {}

    /** Leaves the function alone for a day, and then releases all its limits. */
    public Released release(String function, Consumer<End> told) {
        // the protection comes first, so that no job sets a limit again before the release ends
        Answer<Long> alone = leaveAlone(function);
        Found found = new Found();
        if (ResourceKind.of(function).fits(LeverKind.RESERVATION)) add(found, function, Lever.RESERVATION, null);
        for (Lever mapping : marks.mappings(function, found.gaps)) add(found, function, mapping, null);
        List<FoundLimit> tagged = new ArrayList<>();
        for (FoundLimit limit : found.limits) {
            Call.Answer answer = calls.make(read(limit));
            if (answer.reading() == null) found.gaps.add(name(limit) + ": " + answer.words());
            else
                tagged.add(
                        new FoundLimit(function, limit.lever(), answer.reading().tag(), limit.known()));
        }
        found.limits.clear();
        tagged.stream().filter(f -> f.tag() != null || f.isKnown()).forEach(found.limits::add);
        return new Released(end(found, told), alone);
    }

    /** The names of existing functions, as far as they can be listed while people wait. */
    public List<String> functions() {
        return marks.functions(LISTED_FOR);
    }

    /**
     * Allows throttles of a function again, although its protection has not ended yet. A running job notices the change
     * within minutes.
     */
    public Answer<Boolean> allowAgain(String function) {
        long now = clock.getAsLong();
        Answer<Boolean> done = letAlone(function, now);
        // this line cancels every earlier request to leave the function alone, because all of these requests end before
        // the line's time
        if (done.ok()) note(Kind.AGAIN_ALLOWED, function, now + Limits.HANDS_OFF);
        return done;
    }

    private Answer<Long> leaveAlone(String function) {
        long until = clock.getAsLong() + Limits.HANDS_OFF;
        Answer<Boolean> done = letAlone(function, until);
        if (!done.failedAs(Outcome.MISSING)) note(Kind.HANDS_OFF, function, until);
        return done.map(ok -> until);
    }

    private Answer<Boolean> letAlone(String function, long until) {
        return new CallBudget(marks.clock(), PATIENCE)
                .call(() -> calls.of(function).letAlone(function, until));
    }

    private void note(Kind kind, String function, long until) {
        ledger.accept(LedgerEntry.of(kind, Instant.ofEpochMilli(clock.getAsLong()))
                .function(account, region, function)
                .until(Instant.ofEpochMilli(until))
                .by(by));
    }

    /** The limits that were found in tags and ledgers, in order. */
    private final class Found {
        private final List<FoundLimit> limits = new ArrayList<>();
        private final Map<String, Long> leftAlone = new LinkedHashMap<>();
        private final Map<String, Long> handsOffOver = new LinkedHashMap<>();
        private final List<String> gaps = new ArrayList<>(known.gaps());
        private final Set<String> seen = new HashSet<>();
        private Predicate<FoundLimit> meant = f -> true;
    }

    private Found find(Predicate<FoundLimit> meant) {
        Found found = new Found();
        long now = clock.getAsLong();
        found.gaps.addAll(marks.each(mark -> {
            String function = mark.function();
            long until = mark.marked().handsOffUntil();
            if (until > now) found.leftAlone.put(function, until);
            else if (until > 0) found.handsOffOver.put(function, until);
            if (mark.marked().lease() != null)
                add(found, function, mark.lever(), mark.marked().lease());
        }));
        for (KnownLease lease : known.leases()) {
            if (isLeftAlone(lease, found, now))
                found.leftAlone.merge(lease.function(), lease.handsOffUntil(), Math::max);
            if (lease.endedAt() == 0) add(found, lease.function(), lease.lever(), null);
        }
        found.limits.removeIf(meant.negate());
        found.meant = meant;
        return found;
    }

    /**
     * Returns whether the ledger says that Breakwater must leave the function alone. A tag whose time has ended cancels
     * all earlier requests to leave the function alone.
     */
    private static boolean isLeftAlone(KnownLease lease, Found found, long now) {
        long allowed = found.handsOffOver.getOrDefault(lease.function(), 0L);
        return lease.handsOffUntil() > Math.max(now, allowed + Limits.HANDS_OFF);
    }

    private void add(Found found, String function, Lever lever, String tag) {
        if (!found.seen.add(LimitState.key(function, lever))) return;
        KnownLease lease = known.leases().stream()
                .filter(k -> k.function().equals(function) && k.lever().equals(lever))
                .findFirst()
                .orElse(null);
        found.limits.add(new FoundLimit(function, lever, tag, lease));
    }

    /** The release of one limit. */
    private final class Return {
        private final FoundLimit limit;
        private final Predicate<FoundLimit> meant;
        private final LimitState state;
        private final Reconciler reconciler;
        private final List<LimitEvent> events = new ArrayList<>();
        /** Whether the tag now shows a lease that began after the search and must not be released. */
        private boolean later;

        Return(FoundLimit limit, Predicate<FoundLimit> meant) {
            this.limit = limit;
            this.meant = meant;
            state = limit.returning(clock.getAsLong());
            String owner = limit.owner().isEmpty() ? "sweep" : limit.owner();
            reconciler = new Reconciler(new Reconciler.Terms(owner, Set.of(), -1), this::observed);
        }

        private void observed(LimitEvent e) {
            events.add(e);
            long now = clock.getAsLong();
            long until = e.kind() == LimitEvent.Kind.YIELDED ? now + Limits.HANDS_OFF : state.intent.until;
            LedgerEntry line = lines.observed(LimitLine.of(e, state, until, now));
            if (line != null) ledger.accept(line);
        }

        /** Makes all calls that are due. Returns false if the limit must be checked again after a minute. */
        boolean run() {
            long end = clock.getAsLong() + PATIENCE;
            for (int n = 0; n < MOST_CALLS && !isOver(); n++) {
                long now = clock.getAsLong();
                Call call = reconciler.next(state, Reconciler.Gate.OPEN, now);
                if (call == null && state.calls.notBefore <= now) return isOver();
                if (call == null) {
                    if (state.calls.notBefore > end) return true;
                    clock.sleep(state.calls.notBefore - now);
                    continue;
                }
                boolean written = call.intent() || call.kind() == Call.Kind.RESTORE;
                LedgerEntry before = written ? lines.before(call, state, now) : null;
                if (before != null) ledger.accept(before);
                Call.Answer answer = calls.make(call, true);
                LedgerEntry after = before == null ? null : lines.after(answer, before);
                if (after != null) ledger.accept(after);
                reconciler.answered(state, answer);
                later = isLater(answer.reading());
                if (later) return true;
            }
            return true;
        }

        /** After the sweep's first change, the control loop decides about the tags of others. */
        private boolean isLater(LimitReading reading) {
            if (reading == null || state.acts.actedAt > 0 || state.acts.taggedAt > 0) return false;
            FoundLimit now = new FoundLimit(limit.function(), limit.lever(), reading.tag(), limit.known());
            return now.lease() != null && !meant.test(now);
        }

        private boolean isOver() {
            boolean ended = state.reports.toldBack || state.life == Life.YIELDED || is(LimitEvent.Kind.GONE);
            return ended
                    && (is(LimitEvent.Kind.GONE)
                            || state.readings.tag == null
                            || !limit.owner().isEmpty() && isForeign());
        }

        private boolean isForeign() {
            return state.readings.tag.contains(" by=") && !state.readings.tag.contains(" by=" + limit.owner() + ' ');
        }

        private boolean is(LimitEvent.Kind kind) {
            return events.stream().anyMatch(e -> e.kind() == kind);
        }

        End end() {
            String words = events.stream().map(LimitEvent::words).findFirst().orElse(state.calls.trouble);
            String text = words.isEmpty()
                    ? "AWS did not show its release within a minute; the next sweep checks again"
                    : words;
            return new End(limit, isOver(), text);
        }
    }

    private Result end(Found found, Consumer<End> told) {
        List<End> ends = new ArrayList<>();
        List<Return> waiting = new ArrayList<>();
        Consumer<End> say = end -> {
            ends.add(end);
            told.accept(end);
        };
        Consumer<Return> ended = back -> {
            if (!back.later) say.accept(back.end());
        };
        for (FoundLimit limit : found.limits) {
            if (!limit.isKnown()) {
                say.accept(new End(
                        limit,
                        false,
                        "its tag cannot be read (" + limit.fault() + "): set the right limit, then remove the tag"));
                continue;
            }
            Return back = new Return(limit, found.meant);
            if (back.run()) ended.accept(back);
            else waiting.add(back);
        }
        // a value counts only if two readings, a minute apart, agree
        if (!waiting.isEmpty()) clock.sleep(Limits.APART + 1_000);
        for (Return back : waiting) {
            back.run();
            ended.accept(back);
        }
        return new Result(found.seen.size(), ends, found.gaps);
    }

    private static Call read(FoundLimit limit) {
        String key = LimitState.key(limit.function(), limit.lever());
        return new Call(Call.Kind.READ, key, limit.function(), limit.lever(), LimitValue.NONE, null, false);
    }

    private static String name(FoundLimit limit) {
        return limit.function()
                + (limit.lever().isReservation() ? "" : ' ' + limit.lever().mapping());
    }
}
