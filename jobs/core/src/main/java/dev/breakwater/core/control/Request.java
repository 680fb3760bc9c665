package dev.breakwater.core.control;

import dev.breakwater.core.model.Scope;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person asks for, through whichever door it came.
 *
 * @param id       the same for every repeat of one request: what has been heard of does nothing twice
 * @param scope    the function; of {@link Kind#ACCEPT} also a group or an account
 * @param incident the incident's id, or empty where none is needed
 * @param at       when it was said, epoch milliseconds
 * @param until    the end of what is asked for, epoch milliseconds, or -1 where it has its own
 * @param by       who said it, or empty
 * @param from     the door
 * @param note     of {@link Kind#DRILL} what came of it, else empty
 * @param weekly   of {@link Kind#ACCEPT} when in the week, else {@link Weekly#NONE}: at any time
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
        Weekly weekly) {

    public Request(
            String id,
            Kind kind,
            Scope scope,
            String incident,
            long at,
            long until,
            String by,
            String from,
            String note) {
        this(id, kind, scope, incident, at, until, by, from, note, Weekly.NONE);
    }

    public Request(String id, Kind kind, Scope scope, String incident, long at, long until, String by, String from) {
        this(id, kind, scope, incident, at, until, by, from, "");
    }

    /** After so long a request is about what is over, and nobody hears of it; what is accepted has its own end. */
    public static final Duration HEARD_FOR = Duration.ofHours(25);

    /** What can be asked for. */
    public enum Kind {
        /** The throttle that is proposed. */
        APPROVE,
        /** The throttle is given back, and the function left alone for 24 hours. */
        RELEASE,
        /** The throttle is kept longer, to the end in its tag at most. */
        HOLD,
        /** The surge is the new normal. */
        ACCEPT,
        /** The surge was an attack: when it comes again at its time of the week, nothing of this one excuses it. */
        ATTACK,
        /** The function is not throttled until then. */
        PROTECT,
        /** Asks for nothing: what came of a drill on the function, to be written down. */
        DRILL;

        /** The name in files and commands. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String wire) {
            return Stream.of(values()).filter(k -> k.wire().equals(wire)).findFirst();
        }

        /** What a person may ask for. */
        public static Optional<Kind> asked(String wire) {
            return of(wire).filter(k -> k != DRILL);
        }
    }

    /** The same, of each week. */
    public Request each(Weekly week) {
        return new Request(id, kind, scope, incident, at, until, by, from, note, week);
    }

    /** What is accepted: of one key the newest word counts. */
    public String accepts() {
        return weekly.present() ? scope.id() + '/' + incident : scope.id();
    }

    /** For example {@code hold, by alice, from console}. */
    public String words() {
        return kind.wire()
                + (weekly.present() ? " each week " + weekly.words() : "")
                + (by.isEmpty() ? "" : ", by " + by)
                + (from.isEmpty() ? "" : ", from " + from);
    }

    /**
     * What became of a person's request, for the ledger.
     *
     * @param at   epoch milliseconds of the safety clock
     * @param over why there was nothing to do; empty: it is done
     */
    public record Answer(Request request, long at, String over) {

        /** For example {@code approve, by alice, from console: over: the surge has ended}. */
        public String words() {
            String taken = request.note.isEmpty() ? "taken" : request.note;
            return request.words() + ": " + (over.isEmpty() ? taken : "over: " + over);
        }
    }
}
