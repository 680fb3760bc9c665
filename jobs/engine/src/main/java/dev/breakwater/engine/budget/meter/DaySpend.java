package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.meter.DaySpend.State.SpentDay;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function's spend in a UTC day. The spend is emitted once, after the last sample that could change the day.
 *
 * @param groups       the groups that the function belonged to on that day
 * @param provisional  whether the day could still have changed when the recording ended
 * @param assumedPrice whether some of the spend has no price in the price table
 * @param assumedMemory whether the function's memory is unknown
 * @param provisioned  whether this record has the cost of provisioned concurrency; the cost of calls is in a separate
 *     record
 */
public record DaySpend(
        Scope scope,
        List<String> groups,
        SpentDay spent,
        boolean provisional,
        boolean assumedPrice,
        boolean assumedMemory,
        boolean provisioned) {

    /** Adds a change of a minute's spend. Late spend of an older day is emitted together with the newest day. */
    public static void add(State s, long minute, long nano, long otherNano, long calls) {
        long day = DataMinute.dayOf(minute);
        if (day > s.now.day) {
            s.past = s.now;
            s.now = new SpentDay();
            s.now.day = day;
        }
        SpentDay d = day == s.now.day ? s.now : s.past;
        if (day != d.day) return;
        d.nano += nano;
        d.otherNano += otherNano;
        d.calls += calls;
        d.first = Math.min(d.first, minute);
    }

    /** Records the feed's newest gap. Without a gap, {@code to} is 0. */
    public static void gap(State s, long from, long to) {
        long begin = Math.max(from, s.silentTo + 1);
        for (SpentDay d : List.of(s.past, s.now)) {
            long start = d.day * DataMinute.DAY;
            if (d.day == Long.MIN_VALUE) continue;
            d.unknown += (int) Math.max(0, Math.min(to, start + DataMinute.DAY - 1) - Math.max(begin, start) + 1);
        }
        s.silentTo = Math.max(s.silentTo, to);
    }

    /**
     * The first arrival minute at which late samples can no longer change the given minute's day.
     *
     * @param late the largest delay of a sample, in minutes
     */
    public static long settledAt(long minute, int late) {
        return (DataMinute.dayOf(minute) + 1) * DataMinute.DAY + late + BudgetMeter.PATIENCE;
    }

    /**
     * Removes and returns a day that can no longer change at this arrival minute. Returns null if no day is final, or
     * if the final day was already emitted.
     */
    public static @Nullable SpentDay settled(State s, long arrival, int late) {
        SpentDay told = null;
        if (isSettled(s.past, arrival, late)) {
            told = s.past;
            s.past = new SpentDay();
        } else if (isSettled(s.now, arrival, late)) {
            told = s.now;
            s.now = new SpentDay();
        }
        return told;
    }

    private static boolean isSettled(SpentDay d, long arrival, int late) {
        return d.day != Long.MIN_VALUE && arrival >= settledAt(d.day * DataMinute.DAY, late);
    }

    /**
     * A function's spend on the newest day and on the day before. Late samples can still change the spend of both days.
     * Flink stores the fields directly.
     */
    public static final class State {
        /** The newest day. */
        public SpentDay now = new SpentDay();
        /** The day before. */
        public SpentDay past = new SpentDay();
        /** The last counted minute of the newest gap in the feed. */
        public long silentTo;

        /** The newest quarter-hour (minute / 15), and its spend on Lambda's bill that was not emitted yet. */
        public long quarter = Long.MIN_VALUE;

        public long quarterNano;

        /** The spend of one day. Calls that were refused do not count. */
        public static final class SpentDay {
            /** The day, counted from 1970. Long.MIN_VALUE for none. */
            public long day = Long.MIN_VALUE;

            /** The day's total spend, and the part that is not on Lambda's bill (add-ons, and all spend of Lambda@Edge), in nano-USD. */
            public long nano;

            public long otherNano;
            public long calls;
            /** First counted minute of the day, and the number of minutes without data from the feed. */
            public long first = Long.MAX_VALUE;

            public int unknown;
        }
    }
}
