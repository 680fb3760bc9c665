package dev.breakwater.engine.limit;

import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wanted value of one limit, our calls on the limit, and its readings. Flink stores this class. Times are epoch
 * milliseconds.
 */
public class LimitState {
    /** The stages of a limit. */
    public enum Life {
        /** The limit is wanted but not observed yet. Some calls that set the limit may have taken effect. */
        SETTING,
        /** Our value was observed at AWS. */
        HELD,
        /** The limit must be released. This stage has no time limit and lasts until the release is observed. */
        RETURNING,
        /**
         * Somebody changed the limit. The value that a person or another tool set stays, and Breakwater leaves the
         * function alone.
         */
        YIELDED,
        /**
         * The limit has no value from this instance. The limit is watched for some time, because a late call may still
         * take effect.
         */
        FREE
    }

    public String function = "";
    public Lever lever = Lever.RESERVATION;
    public Life life = Life.SETTING;
    /** When the present stage began. */
    public long since;

    public Intent intent = new Intent();
    public Acts acts = new Acts();
    public Calls calls = new Calls();
    public Readings readings = new Readings();
    public Reports reports = new Reports();

    /** The key that identifies the limit in its account and region. */
    public static String key(String function, Lever lever) {
        return lever.isReservation() ? function : function + '|' + lever.mapping();
    }

    public String key() {
        return key(function, lever);
    }

    /**
     * Whether a value from this instance may be set. A limit that may have a value from this instance counts in the
     * blast radius.
     */
    public boolean takesPlace() {
        return life == Life.SETTING
                || life == Life.HELD
                || life == Life.RETURNING && !acts.refused && !reports.toldBack;
    }

    /** Whether our limit was observed as set and its release was not observed yet. */
    public boolean stands() {
        return life == Life.HELD
                || acts.wasSet && !reports.toldBack && (life == Life.SETTING || life == Life.RETURNING);
    }

    /** Whether a person may have changed the value, as far as this run has read it. */
    public boolean mayBeChanged() {
        return readings.readAt == 0 || !intent.ours.contains(readings.value) && readings.value != intent.found;
    }

    /**
     * Watches for late calls of the limit's previous lease. If a lease set nothing, its watch is not extended. While the
     * previous lease was watched, the value before it is known.
     */
    public void follows(LimitState before, long now) {
        if (!before.readings.watchOver) intent.found = before.intent.found;
        acts.actedAt = before.acts.actedAt;
        if (before.acts.tried || now < before.acts.actedAt + Limits.WATCHED) intent.past.addAll(before.values());
    }

    /** Requests a value. The first request begins the lease. */
    public void want(int limit, String why, long now) {
        intent.wanted = limit;
        intent.reason = why;
        intent.askedAt = now;
        become(Life.SETTING, now);
    }

    /** Ends the request. After the end of a request, the earlier value must be restored. */
    public void giveBack(String why, long pause, long now) {
        intent.reason = why;
        intent.cooldown = pause;
        reports.toldBack = false;
        become(Life.RETURNING, now);
    }

    void become(Life next, long now) {
        if (life == next) return;
        life = next;
        since = now;
        calls.failures = 0;
        calls.notBefore = 0;
        acts.refused = false;
        readings.watchOver = false;
        if (next != Life.RETURNING) acts.stopgap = LimitValue.NONE;
    }

    /** Whether this lease has not yet made a call that could change the limit. */
    boolean isFirstSet() {
        return intent.ours.isEmpty();
    }

    /**
     * All values that this instance may have set: the values of this lease if it tried to set a value, and the values
     * of recent earlier leases.
     */
    public Set<Integer> values() {
        Set<Integer> all = new LinkedHashSet<>(intent.past);
        if (acts.tried) all.addAll(intent.ours);
        return all;
    }

    /**
     * Takes the value that was read as the value before this lease. If a late call may have set that value, it is ours,
     * and the value before the previous lease counts.
     */
    void finds() {
        if (intent.found != LimitValue.UNKNOWN && intent.past.contains(readings.value)) acts.tried = true;
        else intent.found = readings.value;
    }

    /** Records a value that may now be in force. */
    void intend(int limit) {
        intent.ours.remove(Integer.valueOf(limit));
        intent.ours.add(limit);
    }

    /** The tag that the limit should have. */
    LeaseTag tag(String owner) {
        int set = life == Life.RETURNING && !intent.ours.isEmpty()
                ? intent.ours.get(intent.ours.size() - 1)
                : intent.wanted;
        List<Integer> from = intent.ours.stream().filter(v -> v != set).toList();
        return new LeaseTag(set, intent.found, from, intent.until, owner, intent.lease);
    }

    /** The effects of our calls on a limit so far. Flink stores this class. Times are epoch milliseconds. */
    public static class Acts {
        /** The value that our last call set, if the call succeeded. Otherwise UNKNOWN. */
        public int left = LimitValue.UNKNOWN;
        /** When our last call on the value was answered or timed out. The value is 0 before the first call. */
        public long actedAt;
        /** When our last call on the tag was answered or timed out. */
        public long taggedAt;
        /** Whether AWS confirmed a value of this lease, or a reading showed such a value. */
        public boolean wasSet;
        /** Whether the lease tried to set a value. */
        public boolean tried;
        /**
         * Whether AWS refused the limit permanently. A refused limit has no value from this instance and does not count
         * in the blast radius.
         */
        public boolean refused;
        /** The largest value that AWS accepts while it refuses the full release, or NONE. */
        public int stopgap = LimitValue.NONE;
        /** The newest value that the ledger durably contains as an intent. */
        public int written = LimitValue.UNKNOWN;

        /** Whether this lease is known to have set a value, so that its end is a release. */
        public boolean isSet() {
            return tried && wasSet;
        }
    }

    /** The open or next call on a limit, and its failures. Flink stores this class. Times are epoch milliseconds. */
    public static class Calls {
        /** When the open call began, or 0. */
        public long callAt;
        /** The time since which a call has been waiting to begin, or 0. */
        public long gatedSince;
        /** When the waiting call was last checked. */
        public long gatedAt;
        /** Breakwater makes no call before this time. */
        public long notBefore;
        /** The number of failures in a row. Each failure makes the wait before the next call longer. */
        public int failures;
        /** AWS's error. The error is empty if AWS did not answer. */
        public String trouble = "";
    }

    /**
     * The value that is wanted for a limit, for whom and until when. Flink stores this class. Times are epoch
     * milliseconds.
     */
    public static class Intent {
        /** The lease's name, as in the ledger's lines and in the tag. */
        public String lease = "";

        public String incident = "";
        /** Wire name of the reason for the wanted value. */
        public String reason = "";
        /** The value that is wanted in the stages SETTING and HELD. */
        public int wanted = LimitValue.NONE;
        /** The value before this lease, which is never a value that this instance set. */
        public int found = LimitValue.UNKNOWN;
        /** Values that this lease has set or tried to set, oldest first. */
        public List<Integer> ours = new ArrayList<>();
        /**
         * Values of earlier leases that were released recently. A late call may still set a value of an earlier lease.
         */
        public List<Integer> past = new ArrayList<>();
        /** End of the lease, which never moves to a later time. */
        public long until;
        /** Number of the newest snapshot before the decision. Every later complete snapshot contains the decision. */
        public long decidedAfter;
        /** After this time, Breakwater no longer sets the limit. */
        public long notAfter;
        /** When the wanted value was requested. */
        public long askedAt;
        /** How long the function is not throttled again after the release, in milliseconds. */
        public long cooldown;
    }

    /** This run's readings of a limit. Flink stores this class. Times are epoch milliseconds. */
    public static class Readings {
        /** When the newest reading began, or 0 if this run has not read the limit. */
        public long readAt;

        public boolean exists = true;
        /** Whether a reading did not find the function after our value was seen on it, or 90 s after our last call. */
        public boolean missed;
        /** The value in the newest reading. */
        public int value = LimitValue.UNKNOWN;
        /** The lease tag in the newest reading, or null. */
        public @Nullable String tag;
        /** The time since which all readings have agreed with the newest reading, or 0. */
        public long agreeSince;
        /** The value in the newest reading that has a value. A reading during a change has no value. */
        public int shown = LimitValue.UNKNOWN;
        /** When the newest reading that showed a value of this lease began. The value is 0 if there was none. */
        public long oursAt;
        /**
         * Whether the watch for late calls is over, because a reading after its shortest time showed no value of ours.
         */
        public boolean watchOver;
        /** When the newest reading with a value began. The value is 0 if no reading of this run had a value. */
        public long shownAt;

        /** The content of the tag, which must be readable. */
        LeaseTag leaseTag() {
            return Objects.requireNonNull(
                    LeaseTag.read(Objects.requireNonNull(tag)).tag());
        }
    }

    /** The reports that were already sent about a limit. Flink stores this class. */
    public static class Reports {
        /** Whether the release was reported as observed. */
        public boolean toldBack;
        /** Whether a failed release was reported, and the value in that report. */
        public boolean toldTrouble;

        public int toldValue = LimitValue.UNKNOWN;
        /**
         * The time until which the value belongs to another instance, even if its tag changes, in epoch milliseconds.
         * The value is 0 if the value belongs to no other instance.
         */
        public long takenUntil;
    }
}
