package dev.breakwater.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.report.plot.IncidentPlot.Moment;
import dev.breakwater.report.run.PlotSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentPlotTest {

    private static final Instant FROM = Instant.parse("2026-08-05T12:00:00Z");

    /** A phone shows half of a chart, so its first half must not hide the onset of a closed incident. */
    @Test
    void onANarrowScreenAClosedIncidentOpensAtItsOnset() {
        assertThat(plot(30, 100).opensAtEnd()).isFalse();
        assertThat(plot(150, 190).opensAtEnd()).isTrue();
    }

    @Test
    void onANarrowScreenAnOpenIncidentOpensAtItsNewestMinute() {
        assertThat(plot(30, null).opensAtEnd()).isTrue();
    }

    private static IncidentPlot plot(int onset, Integer ended) {
        double[] values = new double[200];
        Arrays.fill(values, 10);
        List<Moment> moments = new ArrayList<>(List.of(new Moment("onset", "onset", at(onset))));
        moments.add(new Moment("ended", "last above threshold", ended == null ? null : at(ended)));
        PlotSeries series = new PlotSeries(FROM, 200, 1, false, values, values, values, values, values, values);
        return IncidentPlot.of("checkout", moments, series);
    }

    private static Instant at(int minute) {
        return FROM.plus(Duration.ofMinutes(minute));
    }
}
