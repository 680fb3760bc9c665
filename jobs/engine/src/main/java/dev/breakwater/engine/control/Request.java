package dev.breakwater.engine.control;

import dev.breakwater.model.Scope;
import dev.breakwater.model.Wire;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that a person made on the command line, in the console, in a chat or in a file.
 *
 * @param id       identifies the request; a repeat has the same id and no effect
 * @param scope    the function; for {@link Kind#ACCEPT}, also a group or an account
 * @param incident the incident's id, or empty if none is needed
 * @param at       when the request was made, epoch milliseconds
 * @param until    when the request's effect ends, epoch milliseconds; -1 for the default of its kind
 * @param by       who made the request, or empty
 * @param from     where the request was made
 * @param note     the result of a drill for {@link Kind#DRILL}, otherwise empty
 * @param times    how large a surge {@link Kind#ACCEPT} covers, as a multiple of the accepted surge's cost; 0 for the
 *     default
 */
public record Request(
        String id,
        Kind kind,
        Scope scope,
        String incident,
        long at,
        long until,
        String by,
        String from,
        String note,
        int times) {

    /** How many days an acceptance lasts by default. They contain the same day of the next month. */
    public static final int ACCEPTED_DAYS = 35;

    /** The most that an acceptance may cover, as a multiple of the surge's cost. */
    public static final int MOST_TIMES = 10;

    /**
     * After this time, a request is ignored, because its incident has ended. An acceptance and a protection have their
     * own ends.
     */
    public static final Duration HEARD_FOR = Duration.ofHours(25);

    /** The kinds of request. */
    public enum Kind implements Wire {
        /** Set the proposed throttle. */
        APPROVE,
        /**
         * Set a throttle with the next minute of data. For this throttle, Breakwater ignores the cooldown, the
         * throttle's worth, and a person's wish to leave the function alone.
         */
        THROTTLE,
        /** Release the throttle, and leave the function alone for 24 hours. */
        RELEASE,
        /** Keep the throttle longer, but not beyond the end in its tag. */
        HOLD,
        /** The surge is the new normal. */
        ACCEPT,
        /**
         * The surge was an attack. It is no longer accepted, and never excuses a later surge at the same time of the
         * week.
         */
        ATTACK,
        /** Do not set the proposed throttle, and propose none again before a given time unless the surge grows. */
        DECLINE,
        /** Do not throttle the function before a given time. */
        PROTECT,
        /** The result of a drill on the function. People cannot request it. */
        DRILL;

        public static Optional<Kind> of(String wire) {
            return Wire.of(Kind.class, wire);
        }

        /** Parses a kind of request that a person may make. */
        public static Optional<Kind> asked(String wire) {
            return of(wire).filter(k -> k != DRILL);
        }
    }

    /**
     * The time up to which a starting job reads the request, epoch milliseconds. A job that has lost its state
     * learns from the file that a function is protected.
     */
    public long heardUntil() {
        long usual = at + HEARD_FOR.toMillis();
        return switch (kind) {
            case ACCEPT -> until;
            case PROTECT -> Math.max(usual, until);
            default -> usual;
        };
    }

    /** For example {@code hold, by alice, from console}. */
    public String words() {
        return kind.wire() + (by.isEmpty() ? "" : ", by " + by) + (from.isEmpty() ? "" : ", from " + from);
    }

    /**
     * The answer to a person's request, for the ledger.
     *
     * @param at   epoch milliseconds of the safety clock
     * @param over the reason why nothing was done; empty if the request was carried out
     */
    public record Answer(Request request, long at, String over) {

        /** For example {@code approve, by alice, from console: over: the surge has ended}. */
        public String words() {
            String taken = request.note.isEmpty() ? "taken" : request.note;
            return request.words() + ": " + (over.isEmpty() ? taken : "over: " + over);
        }
    }
}
