package dev.breakwater.core.limit;

import dev.breakwater.core.policy.Lever;
import dev.breakwater.core.policy.LeverKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The wanted value of one limit, our calls on it, and its readings. Stored. Times are epoch milliseconds. */
public class LimitState {
    /** The stages of a limit. */
    public enum Life {
        /** The limit is wanted but not observed yet. Some of its calls may have taken effect. */
        SETTING,
        /** Our value was observed. */
        HELD,
        /** The limit must be released. This stage lasts until the release is observed, however long that takes. */
        RETURNING,
        /** Somebody changed the limit. Their value stays, and the function is left alone. */
        YIELDED,
        /** There is no value of ours. The limit is watched for some time, because a late call may still take effect. */
        FREE
    }

    public String function = "";
    public LeverKind leverKind = LeverKind.RESERVATION;
    public String mapping = "";

    public Life life = Life.SETTING;
    /** When the present stage began. */
    public long since;
    /** The lease's name, as in the ledger's lines and in the tag. */
    public String lease = "";

    public String incident = "";
    /** Wire name of the reason for the wanted value. */
    public String reason = "";
    /** The limit that is wanted while it is set or held. */
    public int wanted = Limits.NONE;
    /** The value before this lease first set its own. It is never a value of ours. */
    public int found = Limits.UNKNOWN;
    /** Values that this lease has set or tried to set, oldest first. */
    public List<Integer> ours = new ArrayList<>();
    /** Values of earlier leases that were released recently. A late call may still set them. */
    public List<Integer> past = new ArrayList<>();
    /** End of the lease. Never moves later. */
    public long until;
    /** Number of the newest snapshot before the decision. Every later complete snapshot contains the decision. */
    public long decidedAfter;
    /** A call that sets the limit is made only before this time. */
    public long notAfter;
    /** When the wanted value was requested. */
    public long askedAt;
    /** How long the function is left alone after the release, in milliseconds. */
    public long cooldown;

    /** The value after the last act if that act succeeded, otherwise UNKNOWN. */
    public int left = Limits.UNKNOWN;
    /** When the last act on the value was answered or timed out, 0 before the first. */
    public long actedAt;
    /** The same for the tag. */
    public long taggedAt;
    /** Whether AWS confirmed a value of this lease, or the value was observed. */
    public boolean wasSet;
    /** Whether the lease tried to set a value. */
    public boolean tried;
    /** Whether AWS refused the limit permanently. If so, no value of ours is set, and the limit takes no place. */
    public boolean refused;
    /** AWS's error; empty without an answer. */
    public String trouble = "";
    /** The number of failures in a row. The next call waits longer after each. */
    public int failures;
    /** No call before this. */
    public long notBefore;
    /** The largest value that AWS accepts while it refuses the release, or NONE. */
    public int stopgap = Limits.NONE;

    /** The newest reading: its content, and when it began. 0 if this run has made no reading. */
    public long readAt;

    /** The value in the newest reading that has one. A reading during a change has no value. */
    public int shown = Limits.UNKNOWN;
    /** When the newest reading with a value began. 0 if no reading of this run had one. */
    public long shownAt;

    public boolean exists = true;
    /** Whether a reading no longer found the function on which our value was seen. */
    public boolean missed;

    public int value = Limits.UNKNOWN;
    /** Null if there was none. */
    public String tag;
    /** When the unbroken series of readings that agree with the newest one began, or 0. */
    public long agreeSince;
    /** The newest value whose intent was written durably to the ledger. */
    public int written = Limits.UNKNOWN;
    /** When the open call began, or 0. */
    public long callAt;
    /** The time since which a call has been waiting to begin, or 0. */
    public long gatedSince;
    /** When the waiting call was last checked. */
    public long gatedAt;
    /** Whether a failed release, or another instance's tag, was already reported. */
    public boolean toldBack;

    public boolean toldTrouble;
    /** The value that was in that report. */
    public int toldValue = Limits.UNKNOWN;
    /** Until this time, the value belongs to another instance, even if its tag changes. Otherwise 0. */
    public long takenUntil;

    public LimitState() {}

    /** The key that identifies the limit in its account and region. */
    public static String key(String function, Lever lever) {
        return lever.isReservation() ? function : function + '|' + lever.mapping();
    }

    public String key() {
        return key(function, lever());
    }

    public Lever lever() {
        return new Lever(leverKind, mapping);
    }

    /** Whether a value of ours may be set. If so, it takes a place in the blast radius. */
    public boolean takesPlace() {
        return life == Life.SETTING || life == Life.HELD || life == Life.RETURNING && !refused && !toldBack;
    }

    /** Whether our limit was observed as set, and not yet as released. */
    public boolean stands() {
        return life == Life.HELD || wasSet && !toldBack && (life == Life.SETTING || life == Life.RETURNING);
    }

    /** Watches for late calls of the limit's previous lease. A lease that set nothing does not make its watch longer. */
    public void follows(LimitState before, long now) {
        actedAt = before.actedAt;
        if (before.tried || now < before.actedAt + Limits.WATCHED) past.addAll(before.values());
    }

    /** Requests a value. The first request begins the lease. */
    public void want(int limit, String why, long now) {
        wanted = limit;
        reason = why;
        askedAt = now;
        become(Life.SETTING, now);
    }

    /** Ends the request. The value that was found must then be restored. */
    public void giveBack(String why, long pause, long now) {
        reason = why;
        cooldown = pause;
        toldBack = false;
        become(Life.RETURNING, now);
    }

    void become(Life next, long now) {
        if (life == next) return;
        life = next;
        since = now;
        failures = 0;
        notBefore = 0;
        refused = false;
        if (next != Life.RETURNING) stopgap = Limits.NONE;
    }

    /** Whether this lease has not yet made a call that could change anything. */
    boolean isFirstSet() {
        return ours.isEmpty();
    }

    /** All values that may be ours: those of this lease if it tried to set one, and those of recent earlier leases. */
    public Set<Integer> values() {
        Set<Integer> all = new LinkedHashSet<>(past);
        if (tried) all.addAll(ours);
        return all;
    }

    /** Records a value that may now be in force. */
    void intend(int limit) {
        ours.remove(Integer.valueOf(limit));
        ours.add(limit);
    }

    /** The tag that the limit should have. */
    LeaseTag tag(String owner) {
        int set = life == Life.RETURNING && !ours.isEmpty() ? ours.get(ours.size() - 1) : wanted;
        List<Integer> from = ours.stream().filter(v -> v != set).toList();
        return new LeaseTag(set, found, from, until, owner, lease);
    }
}
