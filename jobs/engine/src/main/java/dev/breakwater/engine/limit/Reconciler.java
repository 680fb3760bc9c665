package dev.breakwater.engine.limit;

import dev.breakwater.engine.limit.Call.Answer;
import dev.breakwater.engine.limit.Call.Kind;
import dev.breakwater.engine.limit.Call.Result;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.engine.limit.LoopRow.Move;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.LimitReading;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls that bring the observed value of one limit to the wanted value. The methods are deterministic: the
 * same state, answers and times give the same calls. {@link LoopRow} decides what to do next. This class changes the
 * state and processes answers.
 *
 * @param events receives the observations in order
 */
public record Reconciler(Reconciler.Terms terms, Consumer<LimitEvent> events) {
    /** The waiting times after the first, second and later consecutive failures, in milliseconds. */
    private static final long[] BACKOFF = {2_000, 5_000, 10_000, 20_000, 40_000, 60_000};

    private static final String TOO_OLD = "the surge is too old to act on";

    /** The most rows that are applied before a call. No state needs this many rows. */
    private static final int MOST_TURNS = 20;

    /** Decides whether calls that change a limit may begin. */
    public interface Gate {
        /**
         * Whether a limit may be set now. The decision must be durable, the ledger must be writable, and no earlier
         * attempt of the job may still be running.
         */
        boolean maySet(LimitState s);

        /** Whether a limit may be released now. */
        boolean mayReturn(LimitState s);

        /** A gate that allows every call. */
        Gate OPEN = new Gate() {
            @Override
            public boolean maySet(LimitState s) {
                return true;
            }

            @Override
            public boolean mayReturn(LimitState s) {
                return true;
            }
        };
    }

    /** The call to make now, or null. Also updates the state. */
    public @Nullable Call next(LimitState s, Gate gate, long now) {
        if (s.calls.callAt > 0) return null;
        if (isAhead(s, now)) clockWentBack(s, now);
        if (now < s.calls.notBefore) return null;
        tellTrouble(s, now);
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            LoopRow row = LoopRow.of(new Situation(s, terms, now));
            switch (row.move) {
                case READ, WAIT -> {
                    s.calls.gatedSince = 0;
                    return isReadDue(s, row.move, now) ? read(s) : null;
                }
                case TAG, SET, RESTORE, UNTAG, STOPGAP -> {
                    if (!isFresh(s, now)) return read(s);
                    boolean returns = row.life.startsWith("RETURNING") || row.move == Move.UNTAG;
                    if (returns ? gate.mayReturn(s) : gate.maySet(s)) {
                        s.calls.gatedSince = 0;
                        return act(s, row);
                    }
                    s.calls.gatedAt = now;
                    if (s.calls.gatedSince == 0) s.calls.gatedSince = now;
                    return null;
                }
                default -> move(s, row, now);
            }
            if (row.move == Move.FORGET || row.move == Move.GONE) return null;
        }
        throw new IllegalStateException(
                "the table has a cycle: " + LoopRow.of(new Situation(s, terms, now)) + " of " + s.key());
    }

    /**
     * Whether the limit's state can be removed, because the limit is neither set nor wanted. While the next call must
     * wait, the end was not reported yet, so the state stays.
     */
    public boolean isOver(LimitState s, long now) {
        if (s.calls.callAt > 0 || s.readings.readAt == 0 || now < s.calls.notBefore) return false;
        Move move = LoopRow.of(new Situation(s, terms, now)).move;
        return move == Move.FORGET || move == Move.GONE;
    }

    /**
     * Whether the clock went back. A small difference is normal, because an answer may be newer than the step that
     * handles it.
     */
    private static boolean isAhead(LimitState s, long now) {
        long last = Math.max(s.readings.readAt, Math.max(s.acts.actedAt, s.acts.taggedAt));
        return Math.max(last, s.calls.notBefore - BACKOFF[BACKOFF.length - 1]) > now + Limits.LOOK_EVERY;
    }

    /** Corrects times that are in the future. A call counts as made now, and a reading is repeated. */
    private static void clockWentBack(LimitState s, long now) {
        s.readings.readAt = 0;
        s.readings.agreeSince = 0;
        s.calls.notBefore = 0;
        s.since = Math.min(s.since, now);
        s.acts.actedAt = Math.min(s.acts.actedAt, now);
        s.acts.taggedAt = Math.min(s.acts.taggedAt, now);
        s.readings.shownAt = Math.min(s.readings.shownAt, now);
        s.readings.oursAt = Math.min(s.readings.oursAt, now);
    }

    /** When the method {@link #next} must be called again if nothing new arrives, in epoch milliseconds. */
    public long dueAt(LimitState s, long now) {
        if (s.calls.callAt > 0) return Long.MAX_VALUE;
        if (isAhead(s, now)) return now;
        if (s.calls.gatedSince > 0) {
            // a call that has waited for a long time is checked less often
            long pause = Math.min((s.calls.gatedAt - s.calls.gatedSince) / 8, Limits.GATE_EVERY);
            return Math.max(s.calls.notBefore, s.calls.gatedAt + pause);
        }
        boolean changed =
                s.readings.readAt == 0 || s.readings.readAt < s.acts.actedAt || s.readings.readAt < s.acts.taggedAt;
        return Math.max(s.calls.notBefore, changed ? 0 : readDue(s));
    }

    /**
     * The time of the next reading of a limit that was left to others. A limit that was left to others is watched for
     * some time. After the watch, the limit only waits until the function may be throttled again.
     */
    private static long readDue(LimitState s) {
        long next = s.readings.readAt + interval(s);
        boolean watched = s.life != Life.YIELDED || !s.readings.watchOver;
        return watched ? next : s.since + Limits.HANDS_OFF;
    }

    private static boolean isReadDue(LimitState s, Move move, long now) {
        boolean changed = s.readings.readAt < s.acts.actedAt || s.readings.readAt < s.acts.taggedAt;
        return move == Move.READ || changed || now >= readDue(s);
    }

    private static long interval(LimitState s) {
        boolean changed = s.life == Life.HELD && s.readings.exists && s.readings.value != s.intent.wanted;
        if (changed && s.readings.agreeSince == s.readings.readAt && s.readings.agreeSince > 0) return Limits.CONFIRM;
        boolean calm = s.life == Life.HELD && s.readings.value == s.intent.wanted
                || s.life == Life.FREE
                || s.life == Life.YIELDED;
        return calm ? Limits.READ_EVERY : Limits.LOOK_EVERY;
    }

    private static boolean isFresh(LimitState s, long now) {
        return s.readings.readAt >= s.acts.actedAt && now - s.readings.readAt <= Limits.FRESH;
    }

    private static Call read(LimitState s) {
        return call(s, Kind.READ, LimitValue.NONE, null, false);
    }

    private static Call call(LimitState s, Kind kind, int value, @Nullable String tag, boolean intent) {
        return new Call(kind, s.key(), s.function, s.lever, value, tag, intent);
    }

    private Call act(LimitState s, LoopRow row) {
        return switch (row.move) {
            case TAG -> {
                boolean sets = s.life == Life.SETTING;
                if (s.isFirstSet()) s.finds();
                if (sets) s.intend(s.intent.wanted);
                keepOthers(s);
                String tag = s.tag(terms.owner()).text();
                yield call(s, Kind.TAG, s.intent.wanted, tag, sets && s.acts.written != s.intent.wanted);
            }
            case SET -> call(s, Kind.SET, s.intent.wanted, null, s.acts.written != s.intent.wanted);
            case STOPGAP -> call(s, Kind.SET, s.acts.stopgap, null, s.acts.written != s.acts.stopgap);
            case RESTORE -> call(s, Kind.RESTORE, s.intent.found, null, false);
            default -> call(s, Kind.UNTAG, LimitValue.NONE, null, false);
        };
    }

    /**
     * Reads the value to restore from another instance's tag before we overwrite the tag. A value that this instance
     * set is never restored.
     */
    private void keepOthers(LimitState s) {
        if (s.life == Life.RETURNING || new Situation(s, terms, 0).tag() != Situation.Tag.OTHERS) return;
        int was = s.readings.leaseTag().was();
        if (!s.intent.ours.contains(was)) s.intent.found = was;
    }

    private void move(LimitState s, LoopRow row, long now) {
        switch (row.move) {
            case HOLD -> {
                s.become(Life.HELD, now);
                s.calls.trouble = "";
                tell(LimitEvent.Kind.HELD, s, "");
            }
            case COULD_NOT -> {
                String why = why(s, row);
                boolean nothing = !s.acts.tried;
                s.giveBack(s.intent.reason, s.intent.cooldown, now);
                s.acts.refused = nothing || s.acts.refused;
                if (row == LoopRow.OTHER_HOLDS) s.intent.found = s.readings.value;
                else if (s.isFirstSet()) s.finds();
                tell(LimitEvent.Kind.COULD_NOT, s, why);
            }
            case YIELD -> {
                int theirs = s.readings.value;
                s.intent.found = theirs;
                s.become(Life.YIELDED, now);
                tell(
                        LimitEvent.Kind.YIELDED,
                        s,
                        "somebody else set " + s.lever.kind().text(theirs) + ", and Breakwater leaves it");
            }
            case TAKE_ON -> takeOn(s, s.readings.leaseTag());
            case TAKEN -> {
                if (now >= s.reports.takenUntil) {
                    s.reports.takenUntil = new Situation(s, terms, now).takenUntil();
                    tell(LimitEvent.Kind.TAKEN_OVER, s, other(s));
                }
                s.calls.notBefore = now + Limits.READ_EVERY;
                s.readings.readAt = 0;
            }
            case BACK -> {
                if (s.intent.found == LimitValue.UNKNOWN) s.intent.found = s.readings.value;
                s.reports.toldBack = true;
                tell(s.acts.isSet() ? LimitEvent.Kind.GIVEN_BACK : LimitEvent.Kind.NOT_SET, s, backWords(s));
            }
            case FREE -> {
                s.become(Life.FREE, now);
                tell(LimitEvent.Kind.FREE, s, "");
            }
            case CAME_BACK -> {
                // the tag may belong to an earlier lease, whose value must be released
                s.intent.past.stream().filter(v -> !s.intent.ours.contains(v)).forEach(v -> s.intent.ours.add(0, v));
                s.giveBack(s.intent.reason, 0, now);
                s.acts.left = LimitValue.UNKNOWN;
                tell(LimitEvent.Kind.CAME_BACK, s, "");
            }
            case LEARN -> s.intent.found = s.readings.value;
            case GONE ->
                tell(
                        LimitEvent.Kind.GONE,
                        s,
                        s.readings.exists ? "the function was created again" : "the function is gone");
            default -> {}
        }
    }

    private static String backWords(LimitState s) {
        if (!s.acts.isSet())
            return "was never set" + (s.calls.trouble.isEmpty() ? "" : ", because AWS refused it: " + s.calls.trouble);
        String again = s.intent.found == LimitValue.NONE
                ? "no limit again"
                : s.lever.kind().text(s.intent.found) + " again";
        return s.acts.left == s.intent.found ? "given back: " + again : "given back by somebody else: " + again;
    }

    /** Continues one of this instance's leases that is known only from its tag. */
    public static void takeOn(LimitState s, LeaseTag tag) {
        s.intent.lease = tag.id();
        s.intent.found = tag.was();
        s.intent.ours.clear();
        tag.values().forEach(s::intend);
        // the present value shows whether the limit was set
        s.acts.wasSet = s.intent.ours.contains(s.readings.value);
        s.acts.tried = true;
        s.intent.until = Math.min(s.intent.until, tag.until());
    }

    private static String other(LimitState s) {
        return "instance " + s.readings.leaseTag().by() + " holds it";
    }

    private String why(LimitState s, LoopRow row) {
        return switch (row) {
            case OTHER_HOLDS -> other(s);
            case UNKNOWN_TAG ->
                "its tag " + OwnTags.LEASE + " cannot be read: "
                        + LeaseTag.read(Objects.requireNonNull(s.readings.tag)).fault();
            case TIGHT ->
                "a limit of " + s.lever.kind().text(s.readings.value) + " is already set, but not by Breakwater";
            case LAPSED -> TOO_OLD;
            case TOO_LATE -> s.calls.trouble.isEmpty() ? TOO_OLD : s.calls.trouble;
            default -> s.calls.trouble.isEmpty() ? "no answer within 10 minutes" : s.calls.trouble;
        };
    }

    private void tellTrouble(LimitState s, long now) {
        if (s.life != Life.RETURNING
                || s.isFirstSet()
                || s.reports.toldBack
                || s.reports.toldTrouble
                || now < s.since + Limits.PATIENCE
                || s.readings.readAt == 0 && now < s.acts.actedAt + Limits.PATIENCE) return;
        s.reports.toldTrouble = true;
        tell(
                LimitEvent.Kind.CANNOT_GIVE_BACK,
                s,
                s.calls.trouble.isEmpty() ? "not observed within 10 minutes" : s.calls.trouble);
    }

    /** Processes the answer to a call. */
    public void answered(LimitState s, Answer a) {
        s.calls.callAt = 0;
        if (a.result() == Result.NOT_WRITTEN) {
            failed(s, a);
            if (s.life == Life.RETURNING) s.acts.stopgap = LimitValue.NONE;
            return;
        }
        if (a.call().intent()) s.acts.written = a.call().value();
        switch (a.call().kind()) {
            case READ -> seen(s, a);
            case TAG, UNTAG -> {
                if (mayHaveHappened(a)) s.acts.taggedAt = a.ended();
                if (a.result() == Result.DONE) s.readings.tag = a.call().tag();
            }
            case SET, RESTORE -> {
                s.acts.tried = true;
                s.acts.actedAt = a.ended();
                s.readings.agreeSince = 0;
                s.acts.left = a.result() == Result.DONE ? a.call().value() : LimitValue.UNKNOWN;
                s.acts.wasSet |= a.result() == Result.DONE && a.call().kind() == Kind.SET;
            }
        }
        if (a.result().worked()) {
            if (a.call().kind() != Kind.READ) s.calls.failures = 0;
            if (a.call().kind().changesValue()) s.calls.trouble = "";
            return;
        }
        failed(s, a);
        boolean soon =
                a.result() == Result.DENIED && a.ended() < s.acts.taggedAt + Limits.TAG_LAG && s.acts.taggedAt > 0;
        boolean final_ = a.result() == Result.REFUSED || a.result() == Result.DENIED && !soon;
        boolean sets = a.call().kind() == Kind.SET || a.call().kind() == Kind.TAG;
        if (final_ && sets && s.life == Life.SETTING) refuse(s, a);
        if (a.result() == Result.REFUSED && a.call().kind() == Kind.RESTORE) stopgap(s);
        // forget the temporary value, so that the full release is tried again
        if (a.call().kind() == Kind.SET && s.life == Life.RETURNING) s.acts.stopgap = LimitValue.NONE;
    }

    private static boolean mayHaveHappened(Answer a) {
        return a.result() == Result.DONE || a.result() == Result.FAILED;
    }

    private void failed(LimitState s, Answer a) {
        s.calls.trouble = a.words();
        s.calls.notBefore = a.ended() + BACKOFF[Math.min(s.calls.failures, BACKOFF.length - 1)];
        s.calls.failures++;
    }

    /** Ends the lease's request. If the lease may have set a value, the earlier value is restored. */
    private void refuse(LimitState s, Answer a) {
        s.giveBack(s.intent.reason, s.intent.cooldown, a.ended());
        s.acts.refused = !s.acts.wasSet;
        s.calls.trouble = a.words();
        tell(LimitEvent.Kind.COULD_NOT, s, a.words());
    }

    /**
     * Chooses a value to set while AWS refuses the full release. Only a limit that takes unreserved concurrency needs a
     * temporary value.
     */
    private void stopgap(LimitState s) {
        long most = s.readings.value + Math.max(0, terms.room());
        boolean takes = s.lever.kind().refuses();
        boolean helps = takes && terms.room() > 0 && (s.intent.found == LimitValue.NONE || most < s.intent.found);
        s.acts.stopgap = helps ? (int) Math.min(most, Integer.MAX_VALUE) : LimitValue.NONE;
        if (helps) s.intend(s.acts.stopgap);
    }

    private void seen(LimitState s, Answer a) {
        LimitReading r =
                a.result() == Result.DONE ? a.reading() : a.result() == Result.MISSING ? LimitReading.MISSING : null;
        if (r == null) return;
        boolean agrees = s.readings.readAt > 0 && s.readings.exists == r.exists() && s.readings.value == r.value();
        boolean counts = r.value() != LimitValue.UNREADABLE && a.began() > s.acts.actedAt + Limits.STALE;
        s.readings.agreeSince = !counts ? 0 : agrees && s.readings.agreeSince > 0 ? s.readings.agreeSince : a.began();
        s.readings.readAt = a.began();
        // a reading that may be older than our last call must not replace a reading that showed the effect of that call
        boolean older = s.acts.left == s.readings.shown
                && r.value() != s.acts.left
                && a.began() <= s.acts.actedAt + Limits.STALE;
        if (r.value() != LimitValue.UNREADABLE && !older) {
            s.readings.shown = r.value();
            s.readings.shownAt = a.began();
        }
        s.readings.tag = r.tag();
        if (s.life != Life.FREE && s.life != Life.YIELDED) learn(s);
        s.readings.exists = r.exists();
        // unless our value was seen, the reading may be from before the function was created
        boolean sure = s.readings.oursAt > 0 || s.acts.tried && a.began() > s.acts.actedAt + Limits.STALE;
        boolean gone = !r.exists() && sure;
        s.readings.missed = gone || s.readings.missed && !s.intent.ours.contains(r.value());
        s.readings.value = r.value();
        s.acts.wasSet |= s.acts.tried && s.intent.ours.contains(s.readings.value);
        if (s.intent.ours.contains(s.readings.value)) s.readings.oursAt = a.began();
        Situation seen = new Situation(s, terms, a.ended());
        boolean late = seen.isOurs() && !seen.isFound();
        s.readings.watchOver |= seen.isTold() && !late && a.began() >= s.since + Limits.WATCHED;
        if (!seen.isOurs() || seen.tag() != Situation.Tag.OTHERS_STANDS) s.reports.takenUntil = 0;
        boolean ours = s.life == Life.SETTING || s.life == Life.HELD;
        if (ours && r.handsOffUntil() > a.ended()) {
            s.giveBack(s.intent.reason, 0, a.ended());
            s.acts.refused = !s.acts.tried;
            if (s.isFirstSet()) s.finds();
            tell(LimitEvent.Kind.RELEASED_BY_HAND, s, "released by hand");
        }
    }

    /**
     * Adds the values in this lease's tag. This instance may have set one of these values after the state was stored.
     */
    private void learn(LimitState s) {
        LeaseTag tag =
                s.readings.tag == null ? null : LeaseTag.read(s.readings.tag).tag();
        if (tag == null || !tag.id().equals(s.intent.lease) || !terms.owns(tag.by())) return;
        if (s.intent.ours.containsAll(tag.values())) return;
        tag.values().stream().filter(value -> !s.intent.ours.contains(value)).forEach(s::intend);
        s.acts.tried = true;
        if (s.intent.found == LimitValue.UNKNOWN) s.intent.found = tag.was();
    }

    /** Starts a run. The present value must be read first, because a call of an earlier run may still take effect. */
    public static void restored(LimitState s, long now) {
        s.readings.readAt = 0;
        s.readings.shownAt = 0;
        s.readings.agreeSince = 0;
        s.calls.notBefore = 0;
        s.acts.left = LimitValue.UNKNOWN;
        // we may have set the limit after the state was stored
        s.acts.tried |= !s.intent.ours.isEmpty();
        s.calls.callAt = 0;
        s.acts.actedAt = Math.max(s.acts.actedAt, s.acts.tried ? now : 0);
    }

    private void tell(LimitEvent.Kind kind, LimitState s, String words) {
        events.accept(new LimitEvent(kind, s.key(), s.readings.value, words));
    }

    /**
     * The instance's identity in tags, and the concurrency that is free.
     *
     * @param owner  name of this instance, as in its tags
     * @param adopts names of earlier instances whose leases this instance treats as its own
     * @param room   how much more concurrency can be reserved at AWS, -1 if unknown
     */
    public record Terms(String owner, Set<String> adopts, long room) {
        boolean owns(String by) {
            return by.equals(LeaseTag.name(owner)) || adopts.stream().anyMatch(a -> by.equals(LeaseTag.name(a)));
        }
    }
}
