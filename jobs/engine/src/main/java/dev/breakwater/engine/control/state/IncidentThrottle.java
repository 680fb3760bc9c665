package dev.breakwater.engine.control.state;

import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.Lever;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limit of an incident's function: actions, proposal, and reasons against a throttle. Flink stores this class. */
public class IncidentThrottle {
    public List<IncidentSnapshot.Action> actions = new ArrayList<>();
    /** The reasons against a throttle that were recorded. */
    public List<Reason> refused = new ArrayList<>();
    /** Why the policy or a person forbids a throttle now, at any cost, or null. */
    public @Nullable Reason spared;
    /** The throttle that waits for approval, or null. */
    public @Nullable Proposal proposal;
    /** AWS's error, or the reason why an approved throttle was not set yet. Empty if neither applies. */
    public String couldNot = "";
    /** Whether the last throttle did not lower the cost. */
    public boolean cureFailed;
    /**
     * Whether a person marked the incident as an attack. An earlier surge at the same time of the week does not excuse
     * an attack.
     */
    public boolean attack;
    /** Until when a person's "no" to a proposed throttle holds, epoch milliseconds. 0 if there is none. */
    public long declinedUntil;
    /** The hourly cost above which a throttle may come in spite of this "no", nano-USD. */
    public long declinedToNano;
    /**
     * Whether the function ran above the limit of its queue or stream. Only a reservation can throttle such a function.
     */
    public boolean slipped;
    /** Calls that AWS refused in the newest minute. */
    public long refusedNow;
    /** For a budget's order, the function's usual peak when it first became known. The value is 0 before that. */
    public double peak;
    /** The multiple of usual traffic that a planned window expects now. */
    public double expect = 1;

    /** Whether the limit changed in the given minute or in the two minutes before it. */
    boolean hasJustChanged(long minute) {
        return actions.stream().mapToLong(a -> minute - DataMinute.of(a.at())).anyMatch(ago -> ago >= 0 && ago <= 2);
    }

    /** Whether a throttle waits for approval. */
    public boolean isProposed() {
        return proposal != null && !proposal.isOver();
    }

    /** Whether a proposed throttle waits for a person's answer. */
    public boolean awaitsAnswer() {
        return proposal != null && proposal.awaitsAnswer();
    }

    /** Whether a proposed throttle waits for an answer, and no alert has notified people of that. */
    public boolean asksUnheard() {
        return proposal != null && proposal.awaitsAnswer() && !proposal.heard;
    }

    /** Records that people know of the proposal, if there is one. */
    public void proposalHeard() {
        if (proposal != null) proposal.heard = true;
    }

    /** Whether a person's "no" still holds at this hourly cost. */
    public boolean isDeclined(long now, long hourNano) {
        return now < declinedUntil && !isProposed() && hourNano <= declinedToNano;
    }

    /** The hourly cost above which a throttle comes in spite of a "no", or 0 if no proposal waits. */
    long ceilingNano() {
        return proposal != null && proposal.awaitsAnswer() ? proposal.ceilingNano : 0;
    }

    /** Whether even a costlier throttle of the function is only proposed, because it has no week of data. */
    boolean isFirstWeek() {
        return proposal != null && proposal.awaitsAnswer() && proposal.reason.equals(Reason.FIRST_WEEK.wire());
    }

    /** When the waiting proposal expires, or the largest value if no proposal waits. */
    public long proposedUntil() {
        return proposal == null || proposal.isOver() ? Long.MAX_VALUE : proposal.until;
    }

    /** The most instances that the function may use at once under a budget's order, given the present expectation. */
    public double plannedPeak() {
        return peak * Math.max(1, expect);
    }

    /**
     * A throttle that waits for a person's approval, or that nobody approved in time. Flink stores this class. Times
     * are epoch milliseconds.
     */
    public static class Proposal {
        /**
         * The time until which people can approve the proposal. After an approval, the time until which the throttle
         * can be set.
         */
        public long until;

        public boolean approved;

        /** Whether an alert notified people of the proposal. */
        public boolean heard;

        /** How many proposals of the incident nobody answered. */
        public int unanswered;

        /** The reason why the throttle needs approval. */
        public String reason = "";

        /** When the throttle may be proposed again, if nobody answered or it could not be set. Otherwise 0. */
        public long againAt;

        /** The hourly cost up to which a "no" to this proposal holds, nano-USD. */
        public long ceilingNano;

        /** The limit that an approval would set now. */
        public int limit = -1;

        public int previous = -1;
        public Lever lever = Lever.RESERVATION;

        public boolean isOver() {
            return againAt != 0;
        }

        boolean awaitsAnswer() {
            return !isOver() && !approved;
        }

        public Hold hold() {
            if (isOver()) return Hold.NONE;
            return new Hold(approved ? Hold.Stage.APPROVED : Hold.Stage.PROPOSED, limit, previous, until, lever);
        }
    }
}
