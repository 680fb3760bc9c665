package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.model.MetricRole;
import java.util.Arrays;

/**
 * The values of one function, or of a whole region, that were emitted in the late window. With this memory, the feed
 * emits a value again only if the value is new or changed. The size is fixed.
 */
final class FunctionMemory {
    /** The number of minutes over which the activity of a function is measured. */
    static final int RECENT = 16;

    /**
     * A function with at least this mean duration, in ms, also runs in minutes without new calls, and then shows
     * concurrency.
     */
    private static final double LONG_RUNNING = 30_000;

    private final String name;
    /** The number of remembered minutes: the newest minute, and the minutes that are read again. */
    private final int span;

    private final float[] values;
    private long top;
    /** The first minute that was never completely requested. */
    long seenTo;
    /** The newest minute with calls or refused calls, or 0 if there was none. */
    long activeAt;
    /** The minute in which the function was found while the job ran; 0 if the function existed at the start. */
    long bornAt;

    /** @param overlapMinutes the number of minutes that each poll requests again */
    FunctionMemory(String name, int overlapMinutes) {
        this.name = name;
        span = Math.max(RECENT, overlapMinutes + 1);
        values = new float[MetricQuery.metrics(name) * span];
        Arrays.fill(values, Float.NaN);
    }

    String name() {
        return name;
    }

    /** Returns whether a value differs from the emitted value of a minute by more than one part in ten million. */
    boolean isNews(MetricRole metric, long minute, double value) {
        return (float) value != get(metric, minute);
    }

    /** Returns the value emitted for a minute, or NaN if there was no value or it was forgotten. */
    double get(MetricRole metric, long minute) {
        return minute > top || minute <= top - span ? Double.NaN : values[slot(metric, minute)];
    }

    /** Remembers a value, unless its minute is older than the window. */
    void put(MetricRole metric, long minute, double value) {
        if (minute > top) {
            moveTo(minute);
        }
        if (minute > top - span) {
            values[slot(metric, minute)] = (float) value;
        }
    }

    /** Returns the sum over the newest minutes of the window, starting at the given minute. */
    double since(MetricRole metric, long minute) {
        double sum = 0;
        for (long m = Math.max(minute, top - span + 1); m <= top; m++) {
            double value = values[slot(metric, m)];
            if (value > 0) {
                sum += value;
            }
        }
        return sum;
    }

    /** Returns the share of the window's minutes in which there were calls, 0..1. */
    double activeShare() {
        int active = 0;
        for (long m = top - RECENT + 1; m <= top; m++) {
            active += values[slot(MetricRole.CALLS, m)] > 0 ? 1 : 0;
        }
        return active / (double) RECENT;
    }

    /** Returns the newest value of the window, 0 if there is none. */
    double newest(MetricRole metric) {
        for (long m = top; m > top - span; m--) {
            double value = values[slot(metric, m)];
            if (!Double.isNaN(value)) {
                return value;
            }
        }
        return 0;
    }

    /** Returns whether there were recently more instances than calls, because then some calls have not ended. */
    boolean runs(long minute) {
        return since(MetricRole.CONCURRENCY, minute - 3) > since(MetricRole.CALLS, minute - 5);
    }

    boolean sleeps(long minute) {
        return minute - Math.max(activeAt, bornAt) > PollSettings.Budget.SLEEPS_AFTER;
    }

    /**
     * Returns whether the function has calls that are new, have changed, or lack the other metrics. The other metrics
     * are requested only for such calls, because each metric costs money.
     */
    boolean hasNews(MetricQuery.Series calls) {
        boolean some = false;
        for (long minute = calls.from(); minute < calls.from() + calls.values().length; minute++) {
            double value = calls.at(minute);
            if (!(value > 0)) {
                continue;
            }
            some = true;
            if (isNews(MetricRole.CALLS, minute, value)
                    || Double.isNaN(get(MetricRole.MILLISECONDS, minute))
                    || Double.isNaN(get(MetricRole.CONCURRENCY, minute))) {
                return true;
            }
        }
        double duration = since(MetricRole.MILLISECONDS, calls.from());
        return some && duration > LONG_RUNNING * since(MetricRole.CALLS, calls.from());
    }

    State state() {
        return new State(name, seenTo, activeAt, bornAt, top, values.clone());
    }

    static FunctionMemory of(State state, int overlapMinutes) {
        FunctionMemory memory = new FunctionMemory(state.name(), overlapMinutes);
        memory.seenTo = state.seenTo();
        memory.activeAt = state.activeAt();
        memory.bornAt = state.bornAt();
        memory.top = state.top();
        int before = state.values().length / MetricQuery.metrics(state.name());
        for (long m = memory.top - Math.min(before, memory.span) + 1; m <= memory.top; m++) {
            for (int metric = 0; metric < memory.values.length / memory.span; metric++) {
                memory.values[slot(metric, m, memory.span)] = state.values()[slot(metric, m, before)];
            }
        }
        return memory;
    }

    private void moveTo(long minute) {
        if (minute - top >= span) {
            Arrays.fill(values, Float.NaN);
        } else {
            for (long m = top + 1; m <= minute; m++) {
                for (int metric = 0; metric < values.length / span; metric++) {
                    values[slot(metric, m, span)] = Float.NaN;
                }
            }
        }
        top = minute;
    }

    private int slot(MetricRole metric, long minute) {
        return slot(metric.ordinal(), minute, span);
    }

    private static int slot(int metric, long minute, int span) {
        return metric * span + (int) Math.floorMod(minute, (long) span);
    }

    /** {@link FunctionMemory} in a checkpoint. */
    record State(String name, long seenTo, long activeAt, long bornAt, long top, float[] values) {}
}
