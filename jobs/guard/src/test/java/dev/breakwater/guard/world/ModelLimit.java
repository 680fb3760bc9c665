package dev.breakwater.guard.world;

import dev.breakwater.connectors.lambda.LeverKind;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.mark.Mark;
import dev.breakwater.connectors.lambda.mark.MarkReading;
import java.util.Map;
import java.util.TreeMap;

/** A limit as AWS has it, with what people last set it to and who set what is there. */
final class ModelLimit {

    final String target;
    final LeverKind kind;
    final String function;
    int value;
    /** What people last set it to. */
    int people;
    /** The instance that set {@link #value}, or empty where people did. */
    String setBy = "";
    /** When ours last gave back what was found, epoch milliseconds. */
    long backAt = -WorldClock.DAY;
    /** The end of the lease as it was when our limit was set first, epoch milliseconds; never later than that. */
    long firstUntil = Long.MAX_VALUE;

    Map<String, String> tags = new TreeMap<>();
    /** What the index of tags still shows until it has caught up. */
    private Map<String, String> indexed = Map.of();

    private long indexedAt;
    /** While a change of a mapping is under way AWS refuses the next. */
    long busyUntil;

    ModelLimit(String target, LeverKind kind, String function, int value) {
        this.target = target;
        this.kind = kind;
        this.function = function;
        this.value = value;
        this.people = value;
        changed();
    }

    /** The newest states, each of which was true at some instant: value and tags of ours. */
    private final java.util.ArrayDeque<String> states = new java.util.ArrayDeque<>();

    /** Notes how it stands after a change. */
    void changed() {
        states.addLast(state(value, tags));
        if (states.size() > 12) states.removeFirst();
    }

    boolean was(int value, Map<String, String> tags) {
        String state = state(value, tags);
        return state.equals(state(this.value, this.tags)) || states.contains(state);
    }

    private static String state(int value, Map<String, String> tags) {
        Map<String, String> ours = new TreeMap<>(tags);
        ours.keySet().retainAll(Mark.WRITTEN);
        return value + " " + ours;
    }

    MarkReading mark() {
        return Mark.read(tags);
    }

    boolean isOurs() {
        return !setBy.isEmpty();
    }

    /** Whether nothing of ours is on it. */
    boolean isClean() {
        return !isOurs() && value == people && mark().kind() == MarkReading.Kind.ABSENT;
    }

    void tag(Map<String, String> change, long now) {
        Map<String, String> before = tags;
        tags = new TreeMap<>(before);
        tags.putAll(change);
        index(before, now);
        changed();
    }

    void untag(Iterable<String> keys, long now) {
        Map<String, String> before = tags;
        tags = new TreeMap<>(before);
        for (String key : keys) tags.remove(key);
        index(before, now);
        changed();
    }

    private void index(Map<String, String> before, long now) {
        if (now >= indexedAt) indexed = before;
        indexedAt = now + 20 * WorldClock.SECOND;
    }

    Map<String, String> indexedTags(long now) {
        return now < indexedAt ? indexed : tags;
    }

    /** What another instance of ours took for people's, its own mark being gone. */
    private record Under(int value, String setBy, long firstUntil) {}

    private Under under;

    /** Another instance sets its limit over one of ours that nobody could know as such. */
    void overlay() {
        if (under == null) under = new Under(before, setBy, firstUntil);
    }

    int before;

    /** What whoever throttles may take for people's. */
    int foundBy(String owner) {
        return under != null && !owner.equals(under.setBy) ? under.value : people;
    }

    /** Back to what is under it; false where that is people's own. */
    boolean uncover() {
        if (under == null || value != under.value) return false;
        setBy = under.setBy;
        firstUntil = under.firstUntil;
        under = null;
        return true;
    }

    void back() {
        setBy = "";
        firstUntil = Long.MAX_VALUE;
        under = null;
    }

    void people(int set) {
        value = set;
        people = set;
        back();
        changed();
    }

    String text() {
        String by = isOurs() ? "by " + setBy : "people's";
        return function + (kind == LeverKind.RESERVATION ? "" : " " + kind.wire() + " " + target) + " at "
                + Reservation.text(value) + " (" + by + ", people " + Reservation.text(people) + ") " + tags;
    }
}
