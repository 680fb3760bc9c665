package dev.breakwater.engine.control;

import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.Wire;
import dev.breakwater.model.function.Lever;
import org.jspecify.annotations.Nullable;

/**
 * One decision of control, written as a line of decisions.jsonl. A refusal is a decision too.
 *
 * @param made       when, from which minute and in which order the decision was made
 * @param scope      subject of the decision
 * @param type       kind of decision
 * @param why        reason of the decision
 * @param incident   the incident's id, or empty
 * @param policy     the policy that applied
 * @param limits     the limit that the decision is about
 * @param usdPerHour billed above the expectation in the trailing 60 minutes, USD
 * @param found      the finding of an incident that was opened or paged; otherwise {@link Finding#NONE}
 * @param budget     the budget's figures; null if the decision is not about a budget
 */
public record Decision(
        Made made,
        Scope scope,
        DecisionType type,
        Why why,
        String incident,
        String policy,
        Limits limits,
        double usdPerHour,
        Finding found,
        @Nullable BudgetFigures budget) {

    /**
     * @param at       epoch milliseconds of the safety clock
     * @param minute   the data minute whose samples led to the decision, or -1 if only the clock led to it
     * @param sequence number of the decision in its account and region, which orders decisions of the same instant
     * @param book     the id of the policy book in force; empty in a recording
     */
    public record Made(long at, long minute, long sequence, String book) {}

    /**
     * @param words AWS's error message if AWS refused the call, otherwise empty
     */
    public record Why(Reason reason, String words) {}

    /**
     * @param limit    the limit to set, or -1
     * @param previous the limit before our throttle, or -1 if there was none
     * @param until    when the lease, or what is decided instead, ends at the latest, epoch milliseconds, or -1
     * @param lever    the kind of limit; a reservation if the decision is not about a throttle
     */
    public record Limits(int limit, int previous, long until, Lever lever) {
        public static final Limits NONE = new Limits(-1, -1, -1, Lever.RESERVATION);

        /** No limit, but a time (epoch milliseconds) until which the decision applies. */
        public static Limits until(long end) {
            return new Limits(-1, -1, end, Lever.RESERVATION);
        }

        /** The same lease with no limit to set, because its limit is released. */
        public Limits back() {
            return new Limits(-1, previous, until, lever);
        }
    }

    /** The same decision, made under another policy book. */
    public Decision by(String name) {
        Made other = new Made(made.at, made.minute, made.sequence, name);
        return new Decision(other, scope, type, why, incident, policy, limits, usdPerHour, found, budget);
    }

    public long at() {
        return made.at;
    }

    public long minute() {
        return made.minute;
    }

    public long sequence() {
        return made.sequence;
    }

    public String book() {
        return made.book;
    }

    public Reason reason() {
        return why.reason;
    }

    public String words() {
        return why.words;
    }

    public int limit() {
        return limits.limit;
    }

    public int previous() {
        return limits.previous;
    }

    public long until() {
        return limits.until;
    }

    public Lever lever() {
        return limits.lever;
    }

    /** The decisions that control can make. */
    public enum DecisionType implements Wire {
        OPEN,
        PAGE,
        /** The incident's own alert ends, although the incident continues. Another alert may cover the incident. */
        TELL,
        CLOSE,
        /** Control asks AWS for a limit. */
        THROTTLE,
        LOWER,
        RAISE,
        PROLONG,
        /** A limit must be released. */
        RELEASE,
        OVERRIDE,
        PROPOSE,
        REFUSE,
        /**
         * A requested limit was observed as set. A recording has no such decision, because in a recording every requested
         * limit counts as set.
         */
        HELD,
        /** The release of a limit was observed. */
        GIVEN_BACK,
        /** A requested limit could not be set. */
        COULD_NOT,
        /** A person said that a surge is the new normal. */
        ACCEPT,
        /** A person's request was carried out, or it came too late. */
        REQUEST,
        /** A proposal ended. Nobody answered in time, or the throttle could not be set. */
        EXPIRE;
    }
}
