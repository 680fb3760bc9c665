package dev.breakwater.core.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a limit of a function by its kind and, for a queue or stream, its mapping.
 *
 * @param mapping id of the event source mapping, empty for a reservation
 */
public record Lever(LeverKind kind, String mapping) implements java.io.Serializable {

    public static final Lever RESERVATION = new Lever(LeverKind.RESERVATION, "");

    /** The limit that a file names. The kind is reserved concurrency if the file names none, or an unknown one. */
    public static Lever of(@Nullable String kind, @Nullable String mapping) {
        for (LeverKind known : LeverKind.values()) {
            if (known.wire().equals(kind)) return new Lever(known, mapping == null ? "" : mapping);
        }
        return RESERVATION;
    }

    /** @throws IllegalArgumentException if no kind of limit has this name */
    public static Lever named(String kind, String mapping) {
        return new Lever(LeverKind.of(kind), mapping);
    }

    public boolean isReservation() {
        return kind == LeverKind.RESERVATION;
    }

    /** What the limit is set on: the function, or the mapping. */
    public String target(String function) {
        return isReservation() ? function : mapping;
    }

    /** The kind and mapping, for example {@code queue 4f1c}. The text is empty for a reservation, the usual case. */
    public String text() {
        return isReservation() ? "" : kind.wire() + ' ' + mapping;
    }

    /** The name for people, for example {@code MaximumConcurrency of queue mapping 4f1c}. */
    public String name() {
        return kind.name.replace("MAPPING", mapping);
    }

    /** The limit with its name, for example {@code reserved concurrency 5}. */
    public String to(int limit) {
        if (kind.pauses() && limit != 0) return name() + " on";
        return kind.set.replace("LIMIT", String.valueOf(limit)).replace("MAPPING", mapping);
    }

    /** The state of a limit that is set, for example {@code held at reserved concurrency 5}. */
    public String held(int limit) {
        return kind.pauses() ? "held by pausing " + name() : "held at " + to(limit);
    }

    /** The value that a release restores, for example {@code no reserved concurrency} if {@code previous} is -1. */
    public String restored(int previous) {
        if (previous >= 0) return to(previous);
        return kind.pauses() ? name() + " running" : "no " + name();
    }

    /**
     * The kinds of limit, each with the values that AWS accepts and its texts.
     *
     * <p>A limit is min(present limit, max(floor, ceil(headroom x peak))). A limit is therefore never above the present
     * limit. A limit is below the floor only if the present limit is below the floor.
     */
    public enum LeverKind {
        /**
         * Reserved concurrency of the function. Calls above the reservation are refused, and other functions cannot use
         * its concurrency.
         */
        RESERVATION(
                1,
                Integer.MAX_VALUE,
                "reserved concurrency",
                "reserved concurrency LIMIT",
                "put-function-concurrency --function-name FUNCTION --reserved-concurrent-executions LIMIT"),
        /** The most instances that a queue may feed at once. Other messages wait. */
        QUEUE(
                2,
                1_000,
                "MaximumConcurrency of queue mapping MAPPING",
                "MaximumConcurrency LIMIT of queue mapping MAPPING",
                "update-event-source-mapping --uuid MAPPING --scaling-config MaximumConcurrency=LIMIT"),
        /** A pause of a stream, whose records wait while nothing runs. */
        STREAM(
                0,
                0,
                "stream mapping MAPPING",
                "stream mapping MAPPING paused",
                "update-event-source-mapping --uuid MAPPING --no-enabled");

        private final int least;
        private final int most;
        private final String name;
        private final String set;
        private final String command;

        LeverKind(int least, int most, String name, String set, String command) {
            this.least = least;
            this.most = most;
            this.name = name;
            this.set = set;
            this.command = command;
        }

        /** The kind with this name in files. @throws IllegalArgumentException if no kind has the name */
        public static LeverKind of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }

        /** The name in files, for example {@code queue}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Whether calls above the limit are refused. A limit that refuses calls is also taken from the shared pool.
         * With other limits, calls wait at their source.
         */
        public boolean refuses() {
            return this == RESERVATION;
        }

        /** Whether the limit allows either all calls or none. */
        public boolean pauses() {
            return most == 0;
        }

        /** What a limit does to a function, for example {@code " to 5 from its queue"}. */
        public String effect(int limit) {
            if (pauses()) return " by pausing its " + wire();
            return " to " + limit + (refuses() ? "" : " from its " + wire());
        }

        /** The AWS command that sets the limit. The function's ARN and the mapping must be words of a shell. */
        public String command(int limit, String arn, String mapping) {
            return "aws lambda "
                    + command.replace("LIMIT", String.valueOf(limit))
                            .replace("MAPPING", mapping)
                            .replace("FUNCTION", arn);
        }

        /** Whether AWS accepts this limit and it is below the present limit, which is -1 for none. */
        public boolean binds(long limit, int previous) {
            return limit <= most && (previous < 0 || limit < previous);
        }

        /**
         * The limit to set. The value is 0 for a pause.
         *
         * @param peakConcurrency the baseline's peak; counts as 0 unless it is a positive finite number
         * @param previous        the present limit, or -1 for none
         */
        public int limit(ThrottleRule rule, double peakConcurrency, int previous) {
            if (pauses()) return 0;
            int wish = wish(rule, peakConcurrency);
            return previous < 0 ? wish : Math.min(previous, wish);
        }

        /**
         * The limit that the rule asks for, without considering the present limit. For a pause, the limit is computed
         * as if it could have values between all and nothing.
         */
        public int wish(ThrottleRule rule, double peakConcurrency) {
            double peak = peakConcurrency > 0 && Double.isFinite(peakConcurrency) ? peakConcurrency : 0;
            // the cast saturates, so a huge peak stays a positive limit
            return Math.max(Math.max(Math.max(1, least), rule.floor()), (int) Math.ceil(rule.headroom() * peak));
        }
    }
}
