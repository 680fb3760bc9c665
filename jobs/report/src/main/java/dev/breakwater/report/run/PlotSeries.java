package dev.breakwater.report.run;

import dev.breakwater.ledger.PlotRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The points of an incident's chart (see {@link PlotRow.Series}).
 *
 * @param minutes the minutes that all points cover together
 * @param step the minutes of a point; the last point may have fewer
 * @param recorded whether limits are simulated, so that they did not change the demand
 * @param observed demand a minute; NaN if unknown, as in the other arrays
 * @param usd USD an hour; NaN in files of earlier versions
 */
public record PlotSeries(
        Instant from,
        int minutes,
        int step,
        boolean recorded,
        double[] observed,
        double[] expected,
        double[] lower,
        double[] upper,
        double[] concurrency,
        double[] limit,
        double[] usd,
        double[] usualUsd) {

    private static final int POINTS_AT_MOST = 2000;

    static PlotSeries of(PlotRow row, boolean recorded) {
        PlotRow.Series s = row.series();
        int points = s.observed() == null ? 0 : s.observed().size();
        int minutes = row.minutes() == null ? 0 : row.minutes();
        if (row.from() == null || points < 2 || points > POINTS_AT_MOST || minutes < points) {
            throw new IllegalArgumentException("not a plot");
        }
        return new PlotSeries(
                row.from(),
                minutes,
                minutes / points,
                recorded,
                values(s.observed(), points),
                values(s.expected(), points),
                values(s.lower(), points),
                values(s.upper(), points),
                values(s.concurrency(), points),
                values(s.limit(), points),
                values(s.usd(), points),
                values(s.usualUsd(), points));
    }

    /** Creates a series of a live run. */
    public static PlotSeries of(
            Instant from,
            int minutes,
            int step,
            List<Double> observed,
            List<Double> expected,
            List<Double> concurrency,
            List<Double> limit,
            List<Double> usd,
            List<Double> usualUsd) {
        int points = observed.size();
        double[] usual = values(expected, points);
        return new PlotSeries(
                from,
                minutes,
                step,
                false,
                values(observed, points),
                usual,
                usual,
                usual,
                values(concurrency, points),
                values(limit, points),
                values(usd, points),
                values(usualUsd, points));
    }

    public int points() {
        return observed.length;
    }

    public Instant to() {
        return from.plus(Duration.ofMinutes(minutes));
    }

    /** Returns the start of point i. */
    public Instant at(int point) {
        return from.plusSeconds(60L * step * point);
    }

    /** Missing or negative values become NaN. */
    private static double[] values(List<? extends Number> series, int points) {
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            Number value = series == null || i >= series.size() ? null : series.get(i);
            values[i] = value != null && value.doubleValue() >= 0 ? value.doubleValue() : Double.NaN;
        }
        return values;
    }
}
