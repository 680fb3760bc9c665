package dev.breakwater.bench.peer;

import dev.breakwater.bench.peer.Peer.History;
import java.util.Arrays;

/**
 * A band around the same hour on the last three days and a week ago, similar to CloudWatch's anomaly detection. The
 * middle of the band is the median, and its width comes from the standard deviation of the minutes.
 */
class SeasonalBand extends Peer {

    private static final int HOUR = 60;
    private static final int[] DAYS_BACK = {1, 2, 3, 7};

    private final BandSettings settings;
    private final double[] median;
    private final double[] deviation;

    SeasonalBand(int functions, BandSettings settings) {
        super(functions, f -> true);
        this.settings = settings;
        median = new double[functions];
        deviation = new double[functions];
    }

    @Override
    boolean alarming(int f, History h, int minute) {
        if (minute < h.first + History.DAY) return false;
        double[] values = settings.onCost() ? h.cost : h.calls;
        if (minute % HOUR == 0 || minute == h.first + History.DAY) learn(f, h, values, minute);
        double width = deviation[f];
        if (settings.floors()) width = Math.max(width, floor(median[f], h.costOfCall()));
        boolean hit = values[minute] > median[f] + settings.k() * width;
        return agrees(f, hit, settings.agree(), settings.of()) && excess(h, minute, median[f]) > settings.leastUsd();
    }

    /** Returns the smallest width: a twentieth of the middle, plus the noise of counts, in dollars. */
    private static double floor(double median, double costOfCall) {
        return Math.max(.05 * median, Math.max(Math.sqrt(median * costOfCall), costOfCall));
    }

    /**
     * Returns how far the cost of the trailing hour is above the middle of the band, in USD. Infinite if there is no
     * cost threshold.
     */
    private double excess(History h, int minute, double expected) {
        if (settings.leastUsd() <= 0) return Double.POSITIVE_INFINITY;
        return (History.mean(h.cost, minute, HOUR) - expected) * HOUR;
    }

    /** Returns the middle of a function's band, in USD or calls a minute. */
    final double middle(int f) {
        return median[f];
    }

    private void learn(int f, History h, double[] values, int minute) {
        double[] seen = new double[DAYS_BACK.length * HOUR];
        int n = 0;
        int hour = minute / HOUR * HOUR;
        for (int back : DAYS_BACK) {
            int from = hour - back * History.DAY;
            for (int m = Math.max(from, h.first); m < from + HOUR; m++) if (!silent.get(m)) seen[n++] = values[m];
        }
        seen = Arrays.copyOf(seen, n);
        if (n == 0) return;
        double mean = Arrays.stream(seen).average().orElseThrow();
        double squares = 0;
        for (double v : seen) squares += (v - mean) * (v - mean);
        Arrays.sort(seen);
        median[f] = (seen[(n - 1) / 2] + seen[n / 2]) / 2;
        deviation[f] = Math.sqrt(squares / n);
    }

    /**
     * The settings of the band.
     *
     * @param onCost   whether the band uses the billed cost instead of the number of invocations
     * @param floors   whether the width has a minimum, see {@link SeasonalBand}
     * @param k        half the width in standard deviations
     * @param agree the number of minutes outside the band that raise an alarm
     * @param of the number of minutes within which these minutes must occur
     * @param leastUsd nothing is reported while the excess of the trailing hour is below this; 0 means no minimum
     */
    record BandSettings(boolean onCost, boolean floors, double k, int agree, int of, double leastUsd) {

        /** Returns the common settings: invocations, three standard deviations, and one minute outside the band. */
        static BandSettings common() {
            return new BandSettings(false, false, 3, 1, 1, 0);
        }

        /** Returns the hardened settings: billed cost, a minimum width, and three of five minutes outside the band. */
        static BandSettings hardened(double k) {
            return new BandSettings(true, true, k, 3, 5, 0);
        }

        /** Returns the hardened settings with Breakwater's cost threshold. */
        static BandSettings gated(double k, double leastUsd) {
            return new BandSettings(true, true, k, 3, 5, leastUsd);
        }
    }
}
