package dev.breakwater.core.policy;

import java.util.Locale;

/**
 * Identifies a limit of a function by its kind and, for a queue or stream, its mapping.
 *
 * @param mapping id of the event source mapping, empty for a reservation
 */
public record Lever(LeverKind kind, String mapping) implements java.io.Serializable {

    public static final Lever RESERVATION = new Lever(LeverKind.RESERVATION, "");

    public boolean isReservation() {
        return kind == LeverKind.RESERVATION;
    }

    /**
     * The kinds of limit, each with the values that AWS accepts.
     *
     * <p>A limit is min(present limit, max(floor, ceil(headroom x peak))). A limit is therefore never above the present
     * limit. A limit is below the floor only if the present limit is below the floor.
     */
    public enum LeverKind {
        /**
         * Reserved concurrency of the function. Calls above the reservation are refused, and other functions cannot use
         * its concurrency.
         */
        RESERVATION(1, Integer.MAX_VALUE),
        /** The most instances that a queue may feed at once. Other messages wait. */
        QUEUE(2, 1_000),
        /** A pause of a stream, whose records wait while nothing runs. */
        STREAM(0, 0);

        private final int least;
        private final int most;

        LeverKind(int least, int most) {
            this.least = least;
            this.most = most;
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

        /** Whether AWS accepts this value. */
        public boolean takes(long limit) {
            return limit <= most;
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
