package dev.breakwater.report.plot;

import dev.breakwater.report.Wording;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A horizontal axis of time with ticks at round UTC times. */
final class TimeAxis {

    private static final int[] STEPS_MINUTES = {5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200
    };

    private final Axis axis;
    private final long stepSeconds;

    /** @param ticks the largest number of ticks, so that their labels do not overlap */
    TimeAxis(Instant from, Instant to, double left, double right, int ticks) {
        double low = from.getEpochSecond();
        axis = new Axis(low, Math.max(low + 60, to.getEpochSecond()), left, right);
        stepSeconds = step((axis.high() - axis.low()) / 60, ticks) * 60L;
    }

    double at(Instant time) {
        return axis.at(time.getEpochSecond());
    }

    List<Instant> ticks() {
        List<Instant> ticks = new ArrayList<>();
        for (double second : axis.every(stepSeconds)) ticks.add(Instant.ofEpochSecond(Math.round(second)));
        return ticks;
    }

    /** Returns the time of day, or the date at midnight. */
    String label(Instant tick) {
        boolean midnight = tick.equals(tick.truncatedTo(ChronoUnit.DAYS));
        return midnight ? Wording.minute(tick).substring(0, 10) : Wording.clock(tick);
    }

    /** Returns the month, the day and the time of day. */
    String date(Instant tick) {
        return Wording.minute(tick).substring(5, 10) + ' ' + Wording.clock(tick);
    }

    private static int step(double minutes, int ticks) {
        for (int step : STEPS_MINUTES) if (minutes / step <= ticks) return step;
        return (int) Math.ceil(minutes / ticks / 1440) * 1440;
    }

    /**
     * A linear axis.
     *
     * @param low the value at {@code start}
     * @param high  value at {@code end}, above low
     * @param start pixels
     * @param end   pixels; less than start if the axis goes up
     */
    record Axis(double low, double high, double start, double end) {

        /** Returns an upward axis from 0 to a round number at or above the largest value. */
        static Axis upward(double largest, double bottom, double top) {
            double step = roundStep(Math.max(largest, 1) / 3);
            return new Axis(0, step * Math.ceil(Math.max(largest, 1) / step), bottom, top);
        }

        /** Returns the position of a value in pixels. Values outside the axis are drawn at its ends. */
        double at(double value) {
            double share = Math.min(1, Math.max(0, (value - low) / (high - low)));
            return start + share * (end - start);
        }

        /** Returns about the given number of round values. */
        List<Double> ticks(int about) {
            return every(roundStep((high - low) / about));
        }

        /** Returns the multiples of the step on this axis. */
        List<Double> every(double step) {
            List<Double> ticks = new ArrayList<>();
            for (double k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
                ticks.add(k * step + 0.0); // never a negative zero
            }
            return ticks;
        }

        private static double roundStep(double least) {
            double power = Math.pow(10, Math.floor(Math.log10(least)));
            for (double factor : new double[] {1, 2, 2.5, 5}) {
                if (factor == 2.5 && power < 10) continue;
                if (factor * power >= least * (1 - 1e-9)) return factor * power;
            }
            return 10 * power;
        }
    }
}
