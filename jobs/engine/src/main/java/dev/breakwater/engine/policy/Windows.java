package dev.breakwater.engine.policy;

import dev.breakwater.model.PlannedSurge;
import java.util.List;

/**
 * The planned surges that apply to one function. If several planned surges cover a minute, the largest factor counts.
 * No factor is below 1.
 */
public record Windows(List<Windows.Window> all) {

    public static final Windows NONE = new Windows(List.of());

    /** The expected multiple of the usual traffic in a minute. The result is 1 outside all windows. */
    public double expect(long minute) {
        double most = 1;
        for (Window w : all) most = Math.max(most, w.at(minute));
        return most;
    }

    /** The largest factor between two minutes, both inclusive. */
    public double most(long first, long last) {
        double most = 1;
        for (Window w : all) most = Math.max(most, w.most(first, last));
        return most;
    }

    /**
     * Whether a window covers a minute, including the time in which its expectation falls. A window with the factor 1
     * counts too.
     */
    public boolean cover(long minute) {
        return touch(minute, minute);
    }

    /** Whether a window covers any minute between two minutes, both inclusive. */
    public boolean touch(long first, long last) {
        for (Window w : all) if (w.touches(first, last)) return true;
        return false;
    }

    /** The number of covered minutes between two minutes, both inclusive. */
    public int minutes(long first, long last) {
        if (!touch(first, last)) return 0;
        int n = 0;
        for (long m = first; m <= last; m++) if (cover(m)) n++;
        return n;
    }

    /**
     * The window with the largest factor in a minute. The result is {@link PlannedSurge#NONE} if no factor is above 1.
     */
    public PlannedSurge at(long minute) {
        PlannedSurge found = PlannedSurge.NONE;
        for (Window w : all) {
            if (w.at(minute) > found.expect()) found = new PlannedSurge(w.name(), w.at(minute));
        }
        return found;
    }

    /**
     * A planned surge of the matched functions, which may recur. For half an hour after its end, the expectation falls
     * linearly to the usual traffic, because traffic needs time to fall.
     *
     * @param name   unique in the book
     * @param match  the functions to which the planned surge applies
     * @param from   first minute (epoch seconds / 60)
     * @param to     first minute after the window
     * @param every  minutes from one beginning to the next, longer than a window with its fall; 0 if it does not recur
     * @param expect expected multiple of the usual traffic; a value below 1 has no effect
     */
    public record Window(String name, Match match, long from, long to, long every, double expect)
            implements java.io.Serializable {

        /** The minutes after the end of a window in which the expectation falls. */
        public static final int FALL = 30;

        /** The expected multiple of the usual traffic in a minute, at least 1. */
        double at(long minute) {
            if (!touches(minute, minute)) return 1;
            long over = minute - begins(minute) - (to - from);
            double raised = Math.max(1, expect);
            return over < 0 ? raised : 1 + (raised - 1) * (FALL - over) / (FALL + 1);
        }

        /** The largest expected multiple between two minutes, both inclusive. */
        double most(long first, long last) {
            return touches(first, last) ? at(Math.max(first, begins(last))) : 1;
        }

        /**
         * Whether the surge, including the time in which the expectation falls, covers any minute between two minutes,
         * both inclusive.
         */
        boolean touches(long first, long last) {
            long begins = begins(last);
            return first < begins + to - from + FALL && last >= begins;
        }

        /** The beginning of the newest window at a minute, or of the first window if the minute is before it. */
        private long begins(long minute) {
            return every == 0 || minute < from ? from : minute - (minute - from) % every;
        }
    }
}
