package dev.breakwater.engine.detect.account;

import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.observe.MinuteWindow;
import dev.breakwater.model.Scope;
import java.util.Arrays;
import java.util.Objects;

/**
 * The change that one function makes in a minute of its account or of a group. All numbers are integers, so the order
 * of addition has no effect.
 *
 * @param scope      the account or group
 * @param minute     the data minute
 * @param silentFrom first minute of the feed's newest gap, or 0
 * @param silentTo   last minute of the feed's newest gap
 * @param change     differences of the sums, at the indices that the constants name; costs are in nano-USD
 */
public record Contribution(Scope scope, long minute, long silentFrom, long silentTo, long[] change) {
    /** The number of functions that are above normal (see {@code Judge}). */
    public static final int UP = 0;
    /**
     * Cost above the expectation, in the trailing hour and in this minute. Only functions that are above normal count.
     */
    public static final int EXCESS_HOUR = 1;

    public static final int EXCESS = 2;
    /** Demand, billed cost, expectation and concurrency over all functions. */
    public static final int DEMAND = 3;

    public static final int COST = 4;
    public static final int EXPECTED_DEMAND = 5;
    static final int EXPECTED_COST = 6;
    static final int CONCURRENCY = 7;
    /** The cost if no call had been refused. */
    public static final int DEMAND_COST = 8;

    /** The number of sums of a minute. */
    public static final int COUNT = 9;
    /** The number of ready functions, which is a count for the account and not for a minute. */
    public static final int READY = 9;

    /** The change of the minute's billed cost, nano-USD. */
    public long costNano() {
        return change[COST];
    }

    /** The change of the minute's demand, in calls. */
    public long demand() {
        return change[DEMAND];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Contribution c
                && scope.equals(c.scope)
                && minute == c.minute
                && silentFrom == c.silentFrom
                && silentTo == c.silentTo
                && Arrays.equals(change, c.change);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, minute, silentFrom, silentTo, Arrays.hashCode(change));
    }

    @Override
    public String toString() {
        return scope.id() + '@' + minute + Arrays.toString(change);
    }

    /**
     * A function's contributions to its account in minutes that can still change. A change is sent as the difference
     * from the earlier contribution. Flink stores the fields directly.
     */
    public static final class Share {

        static final int MINUTES = ScopeAssessor.JUDGED_LATE + 1;
        private static final int LATE_MINUTES = MinuteWindow.COUNTED_LATE - ScopeAssessor.JUDGED_LATE + 1;

        public long[] minute = new long[MINUTES];
        public long[] told = new long[MINUTES * COUNT];
        /** The calls that ran in each stored minute. */
        public long[] ran = new long[MINUTES];
        /**
         * Earlier minutes, which no longer affect detection but still affect the cost. Each earlier minute has its cost
         * in nano-USD, and the calls that ran.
         */
        public long[] lateMinute = new long[LATE_MINUTES];

        public long[] lateNano = new long[LATE_MINUTES];
        public long[] lateRan = new long[LATE_MINUTES];
        /** Whether the account counts the function as ready. */
        public boolean ready;

        /** Adapts the number of stored minutes to the allowed lateness of samples, and keeps their contents. */
        public void hold(int late) {
            int size = late - ScopeAssessor.JUDGED_LATE + 1;
            if (size == lateMinute.length) return;
            long[] minutes = lateMinute;
            long[] nano = lateNano;
            long[] calls = lateRan;
            lateMinute = new long[size];
            lateNano = new long[size];
            lateRan = new long[size];
            for (int i = 0; i < minutes.length; i++) keep(minutes[i], nano[i], calls[i]);
        }

        int lateSlot(long minute) {
            return (int) Math.floorMod(minute, (long) lateMinute.length);
        }

        /** Stores the contribution that was already sent for a minute that can no longer be judged. */
        void keep(long minute, long nano, long calls) {
            int i = lateSlot(minute);
            if (lateMinute[i] > minute) return;
            lateMinute[i] = minute;
            lateNano[i] = nano;
            lateRan[i] = calls;
        }
    }
}
