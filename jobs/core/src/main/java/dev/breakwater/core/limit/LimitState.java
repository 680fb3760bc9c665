package dev.breakwater.core.limit;

import dev.breakwater.core.policy.Lever;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    public LimitIntent intent = new LimitIntent();
    public LimitActs acts = new LimitActs();
    public LimitCalls calls = new LimitCalls();
    public LimitReadings readings = new LimitReadings();
    public LimitReports reports = new LimitReports();

    public LimitState() {}

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

    /** Watches for late calls of the limit's previous lease. If a lease set nothing, its watch is not extended. */
    public void follows(LimitState before, long now) {
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
        if (next != Life.RETURNING) acts.stopgap = Limits.NONE;
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
}
