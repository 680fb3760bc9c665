package dev.breakwater.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * A line of {@code plots.jsonl}: {@code {"incident","function"|null,"from","minutes","observed":[..],"expected":[..],
 * "lower":[..],"upper":[..],"concurrency":[..],"limit":[..]}}, from about 2 hours before the onset to 1 hour after the end. All
 * arrays have the same length n, at most 400; point i stands for the minutes from {@code from + i * minutes/n} on. A thinned
 * point is the largest of its minutes (the smallest for {@code lower}), so that a short pulse does not vanish; {@code null} =
 * no data, in {@code limit}: no limit.
 *
 * @param minutes  what the points cover together
 * @param observed demand a minute; NaN where there is none, as in the other arrays
 */
public record PlotSeries(
        Instant from,
        int minutes,
        double[] observed,
        double[] expected,
        double[] lower,
        double[] upper,
        double[] concurrency,
        double[] limit) {

    private static final int POINTS_AT_MOST = 2000;

    static PlotSeries of(JsonNode line) {
        Instant from = Incident.instant(line, "from");
        int points = line.path("observed").size();
        int minutes = line.path("minutes").asInt();
        if (from == null || points < 2 || points > POINTS_AT_MOST || minutes < points) {
            throw new IllegalArgumentException("not a plot");
        }
        return new PlotSeries(
                from,
                minutes,
                values(line, "observed", points),
                values(line, "expected", points),
                values(line, "lower", points),
                values(line, "upper", points),
                values(line, "concurrency", points),
                values(line, "limit", points));
    }

    public int points() {
        return observed.length;
    }

    public Instant to() {
        return from.plus(Duration.ofMinutes(minutes));
    }

    /** The start of point i. */
    public Instant at(int point) {
        return from.plusSeconds(60L * minutes * point / points());
    }

    private static double[] values(JsonNode line, String field, int points) {
        JsonNode array = line.path(field);
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            JsonNode value = array.path(i);
            values[i] = value.isNumber() && value.asDouble() >= 0 ? value.asDouble() : Double.NaN;
        }
        return values;
    }
}
