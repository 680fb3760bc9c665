package dev.breakwater.core.observe;

import dev.breakwater.core.model.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls that run and have not ended. Lambda's metrics show a call when it ends, up to 15 minutes after the minute that
 * they are stamped with; concurrency shows that it is running. The number of calls that run unseen in a minute is the
 * part of its concurrency that ended calls cannot explain. The least possible number counts: a call is assumed to have
 * begun in the last possible minute, and to have run only for the whole minutes since.
 *
 * <p>Short calls with a late metric must not look like running calls. Calls therefore count only if concurrency shows them in three minutes, and never if the function's timeout is shorter.
 */
record RunningCalls(MinuteWindow w, long timeoutMs) {

    private static final int LONGEST = 15;
    private static final int LASTING = 3;
    private static final double MINUTE_MS = 60_000;

    /**
     * Estimates up to the newest minute that was decided, and writes that down.
     *
     * @return the minutes whose estimate changed, the oldest first
     */
    List<Long> estimate(long newest) {
        long reach = Math.min(LONGEST, (timeoutMs + 59_999) / 60_000);
        if (reach < LASTING) return List.of();
        List<Long> changed = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        int told = 0;
        double before = 0;
        long from = newest - reach;
        double[] there = new double[(int) reach + 1];
        for (long m = newest; m >= from; m--) {
            if (!known(m)) continue;
            least = Math.min(least, unexplained(m));
            if (least == 0) break;
            if (++told >= LASTING) there[(int) (m - from)] = least;
        }
        w.someRun = false;
        for (long m = from; m <= newest; m++) {
            double began = Math.max(0, there[(int) (m - from)] - before);
            before += began;
            if (write(m, began, newest - m - 1)) changed.add(m);
        }
        return changed;
    }

    private boolean write(long minute, double calls, long minutes) {
        int i = w.slot(minute);
        if (w.minute[i] != minute) return false;
        double ms = calls * Math.min(minutes * MINUTE_MS, timeoutMs);
        w.someRun |= calls > 0;
        if (w.running[i] == calls && w.runningMs[i] == ms) return false;
        w.running[i] = calls;
        w.runningMs[i] = ms;
        return true;
    }

    private boolean known(long minute) {
        int i = w.slot(minute);
        return w.minute[i] == minute && (w.seen[i] & Metric.CONCURRENT_EXECUTIONS.bit()) != 0;
    }

    /** Instances of a minute at its peak beyond all calls that have ended and can have run in it. */
    private double unexplained(long minute) {
        double left = w.concurrency[w.slot(minute)];
        for (long m = minute; left > 0 && m > minute - LONGEST - 2; m--) left -= reaching(m, minute - m);
        return Math.max(0, Math.floor(left));
    }

    /** Calls of a minute that have ended and may still have run this many minutes later. */
    private double reaching(long minute, long later) {
        double calls = w.ended(minute);
        if (calls == 0 || later < 2) return calls;
        return Math.min(calls, w.durationMs[w.slot(minute)] / ((later - 1) * MINUTE_MS));
    }
}
