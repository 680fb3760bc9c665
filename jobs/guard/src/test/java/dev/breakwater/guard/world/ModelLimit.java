package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A limit as AWS has it, with who set the present value, who wrote the tags, and what people set before. */
final class ModelLimit {

    /** A change by people that an act of ours follows within this time can be lost: 90 s, and the call. */
    static final long CAN_BE_LOST = 90 * WorldClock.SECOND + 40 * WorldClock.SECOND;

    /** For so long after a return a value of ours is taken for a late call of ours, and returned. */
    static final long LATE_CALL = 20 * WorldClock.MINUTE;

    private static final long OPEN = Long.MAX_VALUE / 2;

    /** A savepoint is an hour old or more, and the job may be down for as long. */
    private static final long OLDEST_STATE = 3 * WorldClock.HOUR;

    private static final long KEPT = 3 * WorldClock.HOUR;
    private static final String OURS = "breakwater:";

    /** The author of a change. */
    enum By {
        PEOPLE,
        JOB,
        COMMAND
    }

    /** A state of the limit from an instant; a read may show it up to 90 s after it was replaced. */
    record State(long at, int value, Map<String, String> tags, boolean ours, By by) {}

    /** Values that may be set from that time on: a value that looks like ours does not replace those before it. */
    private record Wanted(long at, Set<Integer> values) {}

    final String target;
    final LeverKind kind;
    final String function;
    int value;
    Map<String, String> tags = new TreeMap<>();

    /** The instance that set {@link #value}, or empty where people did. */
    String setBy = "";
    /** A value that an instance was about to set lately, also if AWS refused it. */
    private static final class Intent {
        final Set<Integer> values = new HashSet<>();
        long at;
    }

    private final Map<Boolean, Intent> intents = new HashMap<>();
    private static final Pattern LEASE = Pattern.compile(" id=(\\w+)");
    private static final Pattern SETS = Pattern.compile(" (?:set|from)=([0-9:]+)");
    /** Whose the newest lease is, or was. */
    private String holder = "";
    /** When ours was set first, epoch milliseconds. */
    long oursSince;
    /** When an act of ours last changed the value, and when that gave it back. */
    long actedAt = Long.MIN_VALUE / 2;

    long returnedAt = Long.MIN_VALUE / 2;
    int returnedTo = Reservation.NONE;
    /** Whether an act of ours ended our newest limit, not a person. */
    boolean returnedByUs;
    /** When the newest lease of ours ended: given back, or a person's value that could not be taken for ours. */
    private long leaseEndedAt = Long.MIN_VALUE / 2;
    /** Since when it is over without the job being able to know, epoch milliseconds, or -1. */
    private long endUnreadSince = -1;
    /** When the job first read that it is over. */
    private long endReadAt = -1;
    /** The values wanted before a person's value that the job has not read yet. */
    private final Set<Integer> unseen = new HashSet<>();
    /** The values that were set, or wanted, when the newest lease began. */
    private Set<Integer> foundAtSet = Set.of();
    /** Whether the line about its end waits for room on the disk, so that a sweep takes an equal value for ours. */
    private boolean endUnwritten;
    /** Whether only a line of the ledger tells the job that it is over. */
    private boolean endTold;
    /** Values of ours of the present lease, or of the one that ended a short while ago. */
    final Set<Integer> own = new HashSet<>();
    /** Whether the caller of our last change could not learn its outcome. */
    boolean outcomeUnknown;
    /** When a change of ours last failed. */
    long failedSetAt;

    /** What people set, the newest last. */
    private final Deque<Wanted> people = new ArrayDeque<>();
    /** The value that a person last set, or the one of several such values that is set since ours was given back. */
    private int wanted;
    /** The values that may be set at the end. */
    private final Set<Integer> acceptable = new HashSet<>();

    /** Our tags as ours wrote them last; a fault may have changed them since. */
    private Map<String, String> written = Map.of();

    boolean stateLost;
    boolean ledgerLost;
    /** Minutes in which its holder could read its tag, undisturbed, since something was lost. */
    int readable;
    /** Tag, ledger and state were lost together while it stood: nobody of ours can know it any more. */
    boolean unknowable;

    private final Deque<State> past = new ArrayDeque<>();
    /** The tags that the index still shows until it has caught up. */
    private Map<String, String> indexed = Map.of();

    private long indexedAt;
    /** While a change of a mapping is under way AWS refuses the next. */
    long busyUntil;
    /** The times of reads that failed. */
    final Deque<Long> failedReads = new ArrayDeque<>();
    /** All calls on it that failed: when. */
    final Deque<Long> failedCalls = new ArrayDeque<>();

    ModelLimit(String target, LeverKind kind, String function, int value, long now) {
        this.target = target;
        this.kind = kind;
        this.function = function;
        this.value = value;
        wanted = value;
        people.add(new Wanted(now - WorldClock.DAY, Set.of(value)));
        acceptable.add(value);
        past.add(new State(now - WorldClock.DAY, value, tags, false, By.PEOPLE));
    }

    boolean isOurs() {
        return !setBy.isEmpty();
    }

    /** Whether a person's value equals one of ours, so that it looks like ours. */
    boolean looksOurs() {
        return isOurs() || own.contains(value);
    }

    int people() {
        return wanted;
    }

    long peopleAt() {
        return people.getLast().at;
    }

    /** The values that may be set at the end. */
    Set<Integer> values() {
        return Set.copyOf(acceptable);
    }

    boolean mayStand(int value) {
        return acceptable.contains(value);
    }

    /**
     * An act of ours sets it.
     *
     * @param told whether the job learns of it though it did not do it itself
     */
    void set(String owner, By by, int set, boolean told, long now) {
        Iterator<Wanted> newest = people.descendingIterator();
        for (Wanted wanted = newest.next(); now - wanted.at < CAN_BE_LOST && newest.hasNext(); ) {
            wanted = newest.next();
            acceptable.addAll(wanted.values);
        }
        actedAt = now;
        boolean equalsOurs = own.contains(value);
        value = set;
        // a person may have set an equal value: what the tag announces is ours all the same
        boolean step = announces(set);
        if (acceptable.contains(set) && !step) {
            if (isOurs() || equalsOurs) returnedAt = now;
            // also where a person was there just before
            returnedTo = set;
            returnedByUs = true;
            setBy = "";
            leaseEndedAt = now;
            // commands write into the main instance's ledger
            endTold = by == By.COMMAND && told && !ClosedLoopWorld.isSecond(holder);
            if (by == By.COMMAND && !endTold) endUnknown(now);
            // from now on nobody can want another of those
            acceptable.clear();
            acceptable.add(set);
            wanted = set;
            people.addLast(new Wanted(now - WorldClock.DAY, Set.of(set)));
            unknowable = false;
        } else {
            if (!isOurs()) {
                if (now - leaseEndedAt > LATE_CALL) own.clear();
                endUnwritten = false;
                leaseEndedAt = OPEN;
                endUnreadSince = -1;
                foundAtSet = Set.copyOf(acceptable);
                endTold = false;
                oursSince = now;
                stateLost = false;
                ledgerLost = false;
            }
            setBy = owner;
            if (by != By.COMMAND) holder = owner;
            own.add(set);
        }
        changed(now, by);
    }

    /** The job does not know that its lease is over: until it has read that, an equal value belongs to the lease. */
    void endUnknown(long now) {
        if (isOurs() || leaseEndedAt == OPEN) return;
        endUnreadSince = now;
        leaseEndedAt = OPEN;
    }

    /** The disk of its ledger is full. */
    void endUnwritten(long now) {
        endUnwritten = !isOurs() && returnedAt == now;
    }

    /** There is room again, so that the line is written now. */
    void endWritten() {
        endUnwritten = false;
    }

    /** The line is lost with the process. */
    void jobEnds(long now) {
        if (endUnwritten) endUnknown(now);
    }

    boolean isEndUnread() {
        return endUnreadSince >= 0;
    }

    /** A job that starts from older state must read that the lease is over. */
    void jobStarts(long now) {
        boolean remembered = leaseEndedAt == OPEN || now - leaseEndedAt < OLDEST_STATE;
        if (!remembered || isOurs()) return;
        endUnknown(now);
        // a call of the run before may still land, so readings count later
        if (isEndUnread()) endUnreadSince = now;
        unseen.addAll(foundAtSet);
        if (own.contains(value)) acceptable.addAll(foundAtSet);
    }

    /** The line that recorded this is gone. */
    void endForgotten() {
        if (endTold && !isOurs()) endUnknown(returnedAt);
        endTold = false;
    }

    /** The job that held it reads it: what it reads twice, a minute apart, and no stale reading explains, is over. */
    void readByJob(String owner, long now) {
        if (ClosedLoopWorld.isSecond(owner) != ClosedLoopWorld.isSecond(holder)) return;
        endTold = false;
        if (endUnreadSince < 0 || now < endUnreadSince + CAN_BE_LOST) return;
        if (endReadAt < endUnreadSince) endReadAt = now;
        if (now < endReadAt + WorldClock.MINUTE) return;
        endUnreadSince = -1;
        leaseEndedAt = now;
    }

    /** An instance writes what it is about to set. */
    void intends(String owner, Collection<String> tags, long now) {
        Intent intent = intents.computeIfAbsent(ClosedLoopWorld.isSecond(owner), o -> new Intent());
        if (now - intent.at > LATE_CALL) intent.values.clear();
        intent.at = now;
        intent.values.addAll(announced(tags));
    }

    /** The lease that the tag named when ours wrote it last, or empty. */
    String lease() {
        Matcher names = LEASE.matcher(String.join(" ", written.values()));
        return names.find() ? names.group(1) : "";
    }

    /** Whether it is one of the values that the tag named when ours wrote it last. */
    boolean announces(int value) {
        return announced(written.values()).contains(value);
    }

    private static Set<Integer> announced(Collection<String> tags) {
        Set<Integer> values = new HashSet<>();
        for (String tag : tags) {
            Matcher sets = SETS.matcher(tag);
            while (sets.find()) for (String v : sets.group(1).split(":")) values.add(Integer.valueOf(v));
        }
        return values;
    }

    /** A person sets it. */
    void people(int set, long now) {
        boolean looksLikeOurs = own.contains(set) && (now - leaseEndedAt < LATE_CALL || endUnwritten)
                || intents.values().stream().anyMatch(i -> now - i.at < LATE_CALL && i.values.contains(set));
        if (!looksLikeOurs) {
            // until the job has read it, what was wanted before may come back with a value that equals ours
            if (!isEndUnread()) unseen.clear();
            if (now - leaseEndedAt < LATE_CALL) {
                unseen.addAll(acceptable);
                endUnreadSince = now;
            }
            acceptable.clear();
        } else {
            if (isEndUnread()) acceptable.addAll(unseen);
            // it looks like a late call: the lease is not over until another value is read
            leaseEndedAt = OPEN;
        }
        acceptable.add(set);
        wanted = set;
        people.addLast(new Wanted(now, Set.copyOf(acceptable)));
        if (people.size() > 20) people.removeFirst();
        if (isOurs()) {
            returnedByUs = false;
            returnedAt = now;
        }
        setBy = "";
        unknowable = false;
        value = set;
        changed(now, By.PEOPLE);
    }

    private void changed(long now, By by) {
        past.addLast(new State(now, value, tags, isOurs(), by));
        while (past.size() > 2 && second().at < now - KEPT) past.removeFirst();
    }

    private State second() {
        Iterator<State> it = past.iterator();
        it.next();
        return it.next();
    }

    /** How it stood then, or at its beginning. */
    State at(long time) {
        Iterator<State> it = past.descendingIterator();
        State state = null;
        while (it.hasNext()) {
            state = it.next();
            if (state.at <= time) return state;
        }
        return state;
    }

    /** How it stood from that instant until now, the newest first. */
    List<State> since(long time) {
        List<State> states = new ArrayList<>();
        Iterator<State> it = past.descendingIterator();
        while (it.hasNext()) {
            State state = it.next();
            states.add(state);
            if (state.at <= time) break;
        }
        return states;
    }

    // tags

    void tag(Map<String, String> change, long now, By by) {
        Map<String, String> next = new TreeMap<>(tags);
        next.putAll(change);
        retag(next, now, by);
    }

    void untag(Iterable<String> keys, long now, By by) {
        Map<String, String> next = new TreeMap<>(tags);
        for (String key : keys) next.remove(key);
        retag(next, now, by);
    }

    private void retag(Map<String, String> next, long now, By by) {
        if (now >= indexedAt) indexed = tags;
        indexedAt = now + 20 * WorldClock.SECOND;
        if (by != By.PEOPLE) wrote(next);
        tags = next;
        changed(now, by);
    }

    /** What somebody edited before, and this act leaves as it is, stays as ours wrote it last. */
    private void wrote(Map<String, String> next) {
        Map<String, String> now = new TreeMap<>(next);
        now.keySet().removeIf(key -> !key.startsWith(OURS));
        now.replaceAll((key, tag) -> tag.equals(tags.get(key)) ? written.getOrDefault(key, tag) : tag);
        written = now;
    }

    /** The tags of ours. */
    Map<String, String> ours() {
        Map<String, String> ours = new TreeMap<>(tags);
        ours.keySet().removeIf(key -> !key.startsWith(OURS));
        return ours;
    }

    /** Those that say that a limit is ours: not a hands-off, which holds nothing. */
    boolean bearsLease() {
        return tags.keySet().stream().anyMatch(key -> key.startsWith(OURS) && !key.contains("hands-off"));
    }

    /** Whether the sweep wrote its tag. */
    boolean isSwept() {
        return tags.values().stream().anyMatch(tag -> tag.contains("by=sweep"));
    }

    /** Nothing is left that could tell whose it is. */
    boolean isForgotten() {
        return stateLost && ledgerLost && tagLost();
    }

    boolean tagLost() {
        return !ours().equals(written) || written.isEmpty();
    }

    Map<String, String> indexedTags(long now) {
        return now < indexedAt ? indexed : tags;
    }

    /** Whether nothing of ours is on it. */
    boolean isClean() {
        return !isOurs() && !bearsLease() && mayStand(value);
    }

    String text() {
        String by = isOurs() ? "by " + setBy : "people's";
        return function + (kind == LeverKind.RESERVATION ? "" : " " + kind.wire() + " " + target) + " at "
                + Reservation.text(value) + " (" + by + ", people " + Reservation.text(people()) + ") " + tags;
    }
}
