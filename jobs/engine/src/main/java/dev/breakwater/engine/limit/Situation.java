package dev.breakwater.engine.limit;

import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.LimitReading.LimitValue;
import org.jspecify.annotations.Nullable;

/**
 * The input of the loop's table for one limit: the wanted value, the newest reading, and whether the reading is
 * believed.
 */
final class Situation {
    private final LimitState s;
    private final Reconciler.Terms terms;
    private final long now;
    /** The tag's content, which is cached because many rows need it and parsing it is slow. */
    private @Nullable Tag tag;

    Situation(LimitState s, Reconciler.Terms terms, long now) {
        this.s = s;
        this.terms = terms;
        this.now = now;
    }

    LimitState s() {
        return s;
    }

    long now() {
        return now;
    }

    /** The possible contents of the limit's tag. */
    enum Tag {
        NONE,
        RIGHT,
        /** The tag cannot be parsed. */
        GARBLED,
        /** The tag is from this instance but has the wrong content. */
        STALE,
        /** The tag of another instance, which does not describe the present value. */
        OTHERS,
        /** The tag belongs to another instance and describes the present value. */
        OTHERS_STANDS
    }

    boolean is(Life life) {
        return s.life == life;
    }

    /** Whether no call that could change the limit was made yet. */
    boolean isFirst() {
        return s.intent.ours.isEmpty();
    }

    /**
     * Whether the value was set by this lease or by a recent earlier lease. A value that people set between the two
     * leases is not ours.
     */
    boolean isOurs() {
        return s.acts.tried && s.intent.ours.contains(s.readings.value)
                || s.intent.past.contains(s.readings.value) && !isFound();
    }

    boolean isWanted() {
        return isOurs() && s.readings.value == s.intent.wanted;
    }

    boolean isFound() {
        return s.readings.value == s.intent.found;
    }

    /** Whether a reading in this run has shown the value. */
    boolean isTold() {
        return s.readings.readAt > 0 && s.readings.value != LimitValue.UNREADABLE;
    }

    /** Whether the reading shows the value of our last call that was answered. */
    boolean isLeftByUs() {
        return s.acts.left == s.readings.value && s.readings.readAt >= s.acts.actedAt;
    }

    /**
     * Whether two readings agree on the value. Enough time must have passed between the readings, and since our last
     * call on the value.
     */
    boolean isSettled() {
        return s.readings.agreeSince > 0 && s.readings.readAt - s.readings.agreeSince >= Limits.APART;
    }

    /** Whether two readings, some seconds apart, agree on a value of a function that was found each time. */
    boolean isConfirmed() {
        boolean twice = s.readings.agreeSince > 0 && s.readings.readAt - s.readings.agreeSince >= Limits.CONFIRM;
        return twice && !s.readings.missed || isSettled();
    }

    boolean isBelieved() {
        return isLeftByUs() || isSettled();
    }

    /** Whether the reading is new enough to show people as the present state. */
    boolean isRecent() {
        return now - s.readings.readAt <= Limits.STALE;
    }

    Tag tag() {
        if (tag == null) tag = readTag();
        // a value of another instance stays foreign, even if that instance changes its tag
        boolean right = tag == Tag.RIGHT || tag == Tag.STALE;
        return !right && now < s.reports.takenUntil ? Tag.OTHERS_STANDS : tag;
    }

    private Tag readTag() {
        if (s.readings.tag == null) return Tag.NONE;
        LeaseTag read = LeaseTag.read(s.readings.tag).tag();
        if (read == null) return Tag.GARBLED;
        if (terms.owns(read.by()))
            return s.readings.tag.equals(s.tag(terms.owner()).text()) ? Tag.RIGHT : Tag.STALE;
        boolean stands = read.set() == s.readings.value && takenUntil() > now;
        return stands ? Tag.OTHERS_STANDS : Tag.OTHERS;
    }

    /**
     * The end of the other instance's lease according to its tag, plus a margin. The result is at most a day after the
     * end of our own lease.
     */
    long takenUntil() {
        return Math.min(s.readings.leaseTag().until(), s.intent.until + LeaseTag.LONGEST_LEASE) + Limits.WATCHED;
    }

    /** Whether the tag may be written again. After a failed call, the pause after failures applies instead. */
    boolean mayRetag() {
        return s.calls.failures > 0 || now >= s.acts.taggedAt + Limits.RETAG_EVERY;
    }

    /** Whether the last calls on the value and the tag were so long ago that the reading must show their effect. */
    boolean isQuiet() {
        return s.readings.readAt > Math.max(s.acts.actedAt, s.acts.taggedAt) + Limits.STALE;
    }

    /**
     * Whether the present limit is already at or below our limit. In that case, our limit has no effect. A late call of
     * an earlier lease does not count.
     */
    boolean isTight() {
        return s.readings.value != LimitValue.NONE && s.readings.value <= s.intent.wanted && !isOurs();
    }

    boolean isLapsed() {
        return now > s.intent.notAfter || now >= s.intent.until;
    }

    boolean isOverdue() {
        return now >= s.intent.askedAt + Limits.PATIENCE;
    }
}
