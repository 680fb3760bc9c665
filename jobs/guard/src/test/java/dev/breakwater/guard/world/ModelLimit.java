package dev.breakwater.guard.world;

import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
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

/**
 * A simulated limit at AWS. It records who set the present value, who wrote the tags, and which values people set
 * before.
 */
final class ModelLimit {

    /**
     * A person's change can be lost if a call of ours follows within this time. It is 90 s plus the duration of the
     * call.
     */
    static final long CAN_BE_LOST = 90 * WorldClock.SECOND + 40 * WorldClock.SECOND;

    /** For this long after a release, a value that equals ours counts as a late call of ours and is released again. */
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

    /** A state of the limit, and when it began. A reading may show the state up to 90 s after it was replaced. */
    record State(long at, int value, Map<String, String> tags, boolean ours, By by) {

        boolean bearsLease() {
            return ModelLimit.bearsLease(tags);
        }
    }

    /** Values that may be set from that time on: a value that looks like ours does not replace those before it. */
    private record Wanted(long at, Set<Integer> values) {}

    final String target;
    final LeverKind kind;
    final String function;
    int value;
    Map<String, String> tags = new TreeMap<>();

    /** The instance that set {@link #value}, or empty if people set it. */
    String setBy = "";
    /** A value that an instance was recently about to set. AWS may have refused it. */
    private static final class Intent {
        final Set<Integer> values = new HashSet<>();
        long at;
    }

    private final Map<Boolean, Intent> intents = new HashMap<>();
    private static final Pattern LEASE = Pattern.compile(" id=(\\w+)");
    private static final Pattern SETS = Pattern.compile(" (?:set|from)=([0-9:]+)");
    /** The instance of the newest lease, which may have ended. */
    private String holder = "";
    /** When our lease first set a value, epoch milliseconds. */
    long oursSince;
    /** When a call of ours last changed the value, and when such a call last released the limit. */
    long actedAt = Long.MIN_VALUE / 2;

    long returnedAt = Long.MIN_VALUE / 2;
    int returnedTo = LimitValue.NONE;
    /** Whether our newest limit was ended by a call of ours and not by a person. */
    boolean returnedByUs;
    /**
     * When our newest lease ended. It ends with a release, or with a person's value that cannot be confused with ours.
     */
    private long leaseEndedAt = Long.MIN_VALUE / 2;
    /** When the lease ended without the job being able to know, epoch milliseconds, or -1. */
    private long endUnreadSince = -1;
    /** When the job first read that the lease has ended. */
    private long endReadAt = -1;
    /** The values that people wanted before a change that the job has not read yet. */
    private final Set<Integer> unseen = new HashSet<>();
    /** The values that were set or wanted when the newest lease began. */
    private Set<Integer> foundAtSet = Set.of();
    /**
     * Whether the line about the lease's end waits for room on the disk. A sweep then treats an equal value as ours.
     */
    private boolean endUnwritten;
    /** Whether the job can know the lease's end only from a line of the ledger. */
    private boolean endTold;
    /** The values of a removed instance's lease that its ledger keeps open, and those that people wanted before it. */
    private final Set<Integer> leftOpen = new HashSet<>();

    private final Set<Integer> beforeLeftOpen = new HashSet<>();
    /** The values of our present lease, or of a lease that ended a short while ago. */
    final Set<Integer> own = new HashSet<>();
    /** Whether the caller of our last change could not learn its outcome. */
    boolean outcomeUnknown;
    /** When a change of ours last failed. */
    long failedSetAt;

    /** What people set, the newest last. */
    private final Deque<Wanted> people = new ArrayDeque<>();
    /**
     * The value that a person last set. If several such values are possible, it is the value that was set when ours was
     * released.
     */
    private int wanted;
    /** The values that may be set at the end. */
    private final Set<Integer> acceptable = new HashSet<>();

    /** Our tags as the product last wrote them. A fault may have changed them since then. */
    private Map<String, String> written = Map.of();

    boolean stateLost;
    boolean ledgerLost;
    /** The number of undisturbed minutes since a loss in which the instance could read its tag. */
    int readable;
    /**
     * Whether tag, ledger and state were all lost while the limit was set. The product can then no longer know about
     * it.
     */
    boolean unknowable;

    private final Deque<State> past = new ArrayDeque<>();
    /** The tags that the index still shows until it has caught up. */
    private Map<String, String> indexed = Map.of();

    private long indexedAt;
    /** Until when a change of a mapping is in progress. AWS refuses further changes until then. */
    long busyUntil;
    /** The times of readings that failed. */
    final Deque<Long> failedReads = new ArrayDeque<>();
    /** The times of all calls on the limit that failed. */
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

    /** Whether a person's value equals one of our values and therefore looks like ours. */
    boolean looksOurs() {
        return isOurs() || own.contains(value);
    }

    /** The instance that has or had the newest lease. */
    String holder() {
        return holder;
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
     * Sets a value by a call of ours.
     *
     * @param told whether the job learns of the change if a command made it
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
        // a person may have set an equal value, but a value in our tag counts as ours
        boolean step = announces(set);
        if (acceptable.contains(set) && !step) {
            if (isOurs() || equalsOurs) returnedAt = now;
            // also if a person changed the value just before
            returnedTo = set;
            returnedByUs = true;
            setBy = "";
            leaseEndedAt = now;
            // commands write into the main instance's ledger
            endTold = by == By.COMMAND && told && !ClosedLoopWorld.isSecond(holder);
            if (by == By.COMMAND && !endTold) endUnknown(now);
            // after this, no other of these values can be wanted
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
                // another instance's value whose tag was lost looks like a person's, and may be read just before
                for (State state : since(now - CAN_BE_LOST))
                    if (state.ours && !state.bearsLease() && !holder.equals(owner)) acceptable.add(state.value);
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

    /**
     * Records that the job does not know the end of its lease. Until it has read the end, an equal value belongs to the
     * lease.
     */
    void endUnknown(long now) {
        if (isOurs() || leaseEndedAt == OPEN) return;
        endUnreadSince = now;
        leaseEndedAt = OPEN;
    }

    /** Records that the line about the lease's end cannot be written, because the disk is full. */
    void endUnwritten(long now) {
        endUnwritten = !isOurs() && returnedAt == now;
    }

    /** Records that the instance is removed. A sweep with its ledger then treats an equal value as its lease's. */
    void removed(String owner) {
        if (!holder.equals(owner) || leaseEndedAt != OPEN) return;
        leftOpen.addAll(own);
        beforeLeftOpen.addAll(foundAtSet);
    }

    /** Records that there is room again and the line is written. */
    void endWritten() {
        endUnwritten = false;
    }

    /** Records that the process has ended and the line is lost. */
    void jobEnds(long now) {
        if (endUnwritten) endUnknown(now);
    }

    /** Whether the job can know the lease's end only from a line of the ledger. */
    boolean isEndTold() {
        return endTold;
    }

    boolean isEndUnread() {
        return endUnreadSince >= 0;
    }

    /** A job that starts from older state must read again that the lease has ended. */
    void jobStarts(long now) {
        // the ledger's line about the end is older than any late call, also by a clock that is ten minutes behind
        if (endTold && since(now - 2 * LATE_CALL).stream().noneMatch(s -> s.ours() || s.bearsLease())) return;
        boolean remembered = leaseEndedAt == OPEN || now - leaseEndedAt < OLDEST_STATE;
        if (!remembered || isOurs()) return;
        endUnknown(now);
        // a call of the earlier run may still take effect, so only later readings count
        if (isEndUnread()) endUnreadSince = now;
        unseen.addAll(foundAtSet);
        // the older state may not have the person's last change either
        if (own.contains(value)) acceptable.addAll(unseen);
    }

    /** Records that the ledger has lost the line about the lease's end. */
    void endForgotten() {
        if (endTold && !isOurs()) endUnknown(returnedAt);
        endTold = false;
    }

    /**
     * Records a reading by the job that holds the lease. The job knows the end of the lease when two readings, a minute
     * apart, show it and neither can be outdated.
     */
    void readByJob(String owner, long now) {
        if (ClosedLoopWorld.isSecond(owner) != ClosedLoopWorld.isSecond(holder)) return;
        endTold = false;
        if (endUnreadSince < 0 || now < endUnreadSince + CAN_BE_LOST) return;
        if (endReadAt < endUnreadSince) endReadAt = now;
        if (now < endReadAt + WorldClock.MINUTE) return;
        endUnreadSince = -1;
        leaseEndedAt = now;
    }

    /** Records that an instance wrote which value it is about to set. */
    void intends(String owner, Collection<String> tags, long now) {
        Intent intent = intents.computeIfAbsent(ClosedLoopWorld.isSecond(owner), o -> new Intent());
        if (now - intent.at > LATE_CALL) intent.values.clear();
        intent.at = now;
        intent.values.addAll(announced(tags));
    }

    /** The lease in the tag as the product last wrote it, or empty. */
    String lease() {
        Matcher names = LEASE.matcher(String.join(" ", written.values()));
        return names.find() ? names.group(1) : "";
    }

    /** Whether the value is in the tag as the product last wrote it. */
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

    /** Sets a value by a person. */
    void people(int set, long now) {
        boolean looksLikeOurs = own.contains(set) && (now - leaseEndedAt < LATE_CALL || endUnwritten)
                || intents.values().stream().anyMatch(i -> now - i.at < LATE_CALL && i.values.contains(set));
        if (!looksLikeOurs) {
            // until the job has read the change, a value that equals ours may cause the earlier wanted value to be
            // restored
            if (!isEndUnread()) unseen.clear();
            if (now - leaseEndedAt < LATE_CALL) {
                unseen.addAll(acceptable);
                endUnreadSince = now;
            }
            acceptable.clear();
        } else {
            if (isEndUnread()) acceptable.addAll(unseen);
            // the value looks like a late call of ours, so the lease has not ended until another value is read
            leaseEndedAt = OPEN;
        }
        acceptable.add(set);
        if (leftOpen.contains(set)) acceptable.addAll(beforeLeftOpen);
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

    /** The state at a time, or the first state. */
    State at(long time) {
        Iterator<State> it = past.descendingIterator();
        State state = null;
        while (it.hasNext()) {
            state = it.next();
            if (state.at <= time) return state;
        }
        return state;
    }

    /** The states since a time, newest first. */
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

    /**
     * Records which tags the product wrote. If somebody had edited a tag and this call does not change it, the
     * product's earlier text is kept.
     */
    private void wrote(Map<String, String> next) {
        Map<String, String> now = new TreeMap<>(next);
        now.keySet().removeIf(key -> !key.startsWith(OURS));
        now.replaceAll((key, tag) -> tag.equals(tags.get(key)) ? written.getOrDefault(key, tag) : tag);
        written = now;
    }

    /** The present tags of ours. */
    Map<String, String> ours() {
        Map<String, String> ours = new TreeMap<>(tags);
        ours.keySet().removeIf(key -> !key.startsWith(OURS));
        return ours;
    }

    /** Whether a tag says that the limit is ours. A tag that asks to leave the function alone does not. */
    boolean bearsLease() {
        return bearsLease(tags);
    }

    private static boolean bearsLease(Map<String, String> tags) {
        return tags.keySet().stream().anyMatch(key -> key.startsWith(OURS) && !key.contains("hands-off"));
    }

    /** Whether the sweep wrote its tag. */
    boolean isSwept() {
        return tags.values().stream().anyMatch(tag -> tag.contains("by=sweep"));
    }

    /** Whether nothing is left that says whose limit it is. */
    boolean isForgotten() {
        return stateLost && ledgerLost && tagLost();
    }

    boolean tagLost() {
        return !bearsLease() || !ours().equals(written);
    }

    Map<String, String> indexedTags(long now) {
        return now < indexedAt ? indexed : tags;
    }

    /** Whether few enough calls on the limit failed in this time. */
    boolean answers(long from, long to) {
        return failedCalls.stream().filter(at -> at >= from && at <= to).count() < 5;
    }

    /** Whether the limit has no value and no tag of ours. */
    boolean isClean() {
        return !isOurs() && !bearsLease() && mayStand(value);
    }

    String text() {
        String by = isOurs() ? "by " + setBy : "people's";
        return function + (kind.equals(LeverKind.RESERVATION) ? "" : " " + kind.wire() + " " + target) + " at "
                + LimitValue.text(value) + " (" + by + ", people " + LimitValue.text(people()) + ") " + tags;
    }
}
