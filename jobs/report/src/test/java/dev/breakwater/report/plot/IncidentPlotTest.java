package dev.breakwater.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.report.Wording;
import dev.breakwater.report.plot.IncidentPlot.Moment;
import dev.breakwater.report.run.PlotSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IncidentPlotTest {

    private static final Instant FROM = Instant.parse("2026-08-05T12:00:00Z");

    /** The phone draws the wide chart's paths, so their ends must meet its own axes. */
    @Test
    void onAPhoneTheWholeChartFitsTheWidth() {
        IncidentPlot wide = plot(30, 190);
        IncidentPlot narrow = wide.narrow();
        assertThat(narrow.width()).isLessThan(358);
        assertThat(narrow.labels()).allSatisfy(l -> {
            double width = l.text().length() * 6.6;
            double x = Double.parseDouble(l.x());
            double left = l.anchor().equals("start") ? x : l.anchor().equals("end") ? x - width : x - width / 2;
            assertThat(left).isNotNegative();
            assertThat(left + width).isLessThanOrEqualTo(narrow.width());
        });
        Matcher squeezed =
                Pattern.compile("matrix\\((\\S+) 0 0 1 (\\S+) (\\S+)\\)").matcher(wide.squeezed());
        assertThat(squeezed.matches()).isTrue();
        IncidentPlot.Line from = wide.grid().get(0);
        IncidentPlot.Line to = narrow.grid().get(0);
        double scale = Double.parseDouble(squeezed.group(1));
        double shift = Double.parseDouble(squeezed.group(2));
        double down = Double.parseDouble(squeezed.group(3));
        assertThat(Double.parseDouble(from.x1()) * scale + shift).isCloseTo(Double.parseDouble(to.x1()), within(.1));
        assertThat(Double.parseDouble(from.x2()) * scale + shift).isCloseTo(Double.parseDouble(to.x2()), within(.1));
        assertThat(Double.parseDouble(from.y1()) + down).isCloseTo(Double.parseDouble(to.y1()), within(.1));
    }

    @Test
    void itKnowsUntilWhenDemandWasAboveItsRange() {
        assertThat(plot(30, 190).lastAbove(at(190))).isEqualTo(at(61));
        assertThat(plot(30, 190).lastAbove(at(10))).isNull();
    }

    /** A dearer release looked like a normal day. Files of earlier versions have no cost. */
    @Test
    void itShowsTheCostUnlessItIsUnknown() {
        assertThat(axes(plot(30, 190))).endsWith("cost, USD an hour").hasSize(3);
        double[] unknown = new double[200];
        Arrays.fill(unknown, Double.NaN);
        assertThat(axes(plot(30, 190, unknown))).hasSize(2);
    }

    @Test
    void anEventLongAfterTheEndOfTheChartStandsThereWithItsTime() {
        assertThat(plot(30, 220).labels()).extracting(IncidentPlot.Label::text).contains("last above threshold");
        assertThat(plot(30, 900).labels())
                .extracting(IncidentPlot.Label::text)
                .contains("last above threshold later, " + Wording.minute(at(900)));
    }

    private static List<String> axes(IncidentPlot plot) {
        return plot.labels().stream()
                .filter(l -> l.type().equals("axis"))
                .map(IncidentPlot.Label::text)
                .toList();
    }

    private static IncidentPlot plot(int onset, Integer ended) {
        double[] usd = new double[200];
        Arrays.fill(usd, 2);
        return plot(onset, ended, usd);
    }

    private static IncidentPlot plot(int onset, Integer ended, double[] usd) {
        double[] values = new double[200];
        Arrays.fill(values, 10);
        double[] observed = values.clone();
        Arrays.fill(observed, 30, 61, 2_000);
        List<Moment> moments = new ArrayList<>(List.of(new Moment("onset", "onset", at(onset))));
        moments.add(new Moment("ended", "last above threshold", ended == null ? null : at(ended)));
        PlotSeries series =
                new PlotSeries(FROM, 200, 1, false, observed, values, values, values, values, values, usd, usd);
        return IncidentPlot.of("checkout", moments, series);
    }

    private static Instant at(int minute) {
        return FROM.plus(Duration.ofMinutes(minute));
    }
}
