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
        /** Wanted, not observed yet: part of it may be set. */
        SETTING,
        /** Observed: our value. */
        HELD,
        /** Must be given back, until that is observed; never ends by time. */
        RETURNING,
        /** Somebody changed it: their value stays, and the function is left alone. */
        YIELDED,
        /** No value of ours; watched for a while, because a late call may still take effect. */
        FREE
    }

    public String function = "";
    public LeverKind leverKind = LeverKind.RESERVATION;
    public String mapping = "";

    public Life life = Life.SETTING;
    /** When the present life began. */
    public long since;
    /** The lease, as in the ledger's lines and in the tag. */
    public String lease = "";

    public String incident = "";
    /** Wire name of the reason for the wanted value. */
    public String reason = "";
    /** The limit that is wanted while it is set or held. */
    public int wanted = Limits.NONE;
    /** The value found before the first set of this lease: never one of ours. */
    public int found = Limits.UNKNOWN;
    /** Values that this lease has set or was about to set, oldest first. */
    public List<Integer> ours = new ArrayList<>();
    /** Values of the leases before that were given back a moment ago: a late call may still set one. */
    public List<Integer> past = new ArrayList<>();
    /** End of the lease. Never moves later. */
    public long until;
    /** Number of the newest snapshot before the decision: a later one that is complete contains it. */
    public long decidedAfter;
    /** After this, a set that has not begun does not begin any more. */
    public long notAfter;
    /** When the wanted value was requested. */
    public long askedAt;
    /** How long the function is left alone after the return, milliseconds. */
    public long cooldown;

    /** The value after the last act on it, if that act succeeded; otherwise UNKNOWN. */
    public int left = Limits.UNKNOWN;
    /** When the last act on the value was answered or timed out, 0 before the first. */
    public long actedAt;
    /** The same for the tag. */
    public long taggedAt;
    /** Whether a set of this lease was answered with success, or its value observed. */
    public boolean wasSet;
    /** Whether a set was tried at all. */
    public boolean tried;
    /** Whether AWS refused it for good: nothing of ours is set, so it takes no place. */
    public boolean refused;
    /** AWS's error; empty without an answer. */
    public String trouble = "";
    /** Failures in a row; the next call waits longer with each. */
    public int failures;
    /** No call before this. */
    public long notBefore;
    /** The largest value that AWS takes while it refuses the return, or NONE. */
    public int stopgap = Limits.NONE;

    /** The newest reading: when it began (0: none in this run), and its content. */
    public long readAt;

    /** The newest value that a reading showed; a value under change shows none. */
    public int shown = Limits.UNKNOWN;
    /** When that reading began; 0 if none showed a value in this run. */
    public long shownAt;

    public boolean exists = true;
    /** Whether a reading did not find the function after our value was seen on it. */
    public boolean missed;

    public int value = Limits.UNKNOWN;
    /** Null if there was none. */
    public String tag;
    /** First of the readings in a row that agree with the newest and could be believed, or 0. */
    public long agreeSince;
    /** The newest value whose intent is durable in the ledger. */
    public int written = Limits.UNKNOWN;
    /** When the open call began, or 0. */
    public long callAt;
    /** Since when a call waits until it may begin, or 0. */
    public long gatedSince;
    /** When it was last asked whether it may begin. */
    public long gatedAt;
    /** Whether the return, or another's tag, was already reported. */
    public boolean toldBack;

    public boolean toldTrouble;
    /** The value that was reported with it. */
    public int toldValue = Limits.UNKNOWN;
    /** Time until which the value belongs to another instance, even if its tag changes; 0 if it does not. */
    public long takenUntil;

    public LimitState() {}

    /** Names the limit among those of its account and region. */
    public static String key(String function, Lever lever) {
        return lever.isReservation() ? function : function + '|' + lever.mapping();
    }

    public String key() {
        return key(function, lever());
    }

    public Lever lever() {
        return new Lever(leverKind, mapping);
    }

    /** Whether a value of ours may be set, so that it takes a place of the blast radius. */
    public boolean takesPlace() {
        return life == Life.SETTING || life == Life.HELD || life == Life.RETURNING && !refused && !toldBack;
    }

    /** Whether our limit was observed and not observed given back. */
    public boolean stands() {
        return life == Life.HELD || wasSet && !toldBack && (life == Life.SETTING || life == Life.RETURNING);
    }

    /** Wants a value; the first begins the lease. */
    public void want(int limit, String why, long now) {
        wanted = limit;
        reason = why;
        askedAt = now;
        become(Life.SETTING, now);
    }

    /** Nothing is wanted any more: the found value must be restored. */
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

    /** Whether no call of this lease was made yet that could change anything. */
    boolean isFirstSet() {
        return ours.isEmpty();
    }

    /** All values that may be ours: of this lease, where a set was tried, and of those just before it. */
    public Set<Integer> values() {
        Set<Integer> all = new LinkedHashSet<>(past);
        if (tried) all.addAll(ours);
        return all;
    }

    /** Notes a value that may stand from now. */
    void intend(int limit) {
        ours.remove(Integer.valueOf(limit));
        ours.add(limit);
    }

    /** The tag that belongs on it. */
    LeaseTag tag(String owner) {
        int set = life == Life.RETURNING && !ours.isEmpty() ? ours.get(ours.size() - 1) : wanted;
        List<Integer> from = ours.stream().filter(v -> v != set).toList();
        return new LeaseTag(set, found, from, until, owner, lease);
    }
}
