package dev.breakwater.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.report.plot.TimeAxis.Axis;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {

    @Test
    void anUpwardAxisEndsAtARoundNumberAboveTheLargestValue() {
        Axis axis = Axis.upward(34_884, 200, 50);
        assertThat(axis.high()).isEqualTo(40_000);
        assertThat(axis.ticks(4)).containsExactly(0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0);
        assertThat(axis.at(0)).isEqualTo(200);
        assertThat(axis.at(40_000)).isEqualTo(50);
    }

    @Test
    void anAxisOfNothingStillHasALength() {
        assertThat(Axis.upward(0, 200, 50).high()).isGreaterThan(0);
    }

    @Test
    void valuesOutsideStickToTheEnds() {
        Axis axis = new Axis(0, 10, 0, 100);
        assertThat(axis.at(-5)).isZero();
        assertThat(axis.at(50)).isEqualTo(100);
    }

    @Test
    void timeTicksStandAtRoundUtcTimesAndMidnightShowsTheDate() {
        TimeAxis axis =
                new TimeAxis(Instant.parse("2026-08-05T19:31:00Z"), Instant.parse("2026-08-06T03:30:00Z"), 0, 800, 8);
        List<String> labels = axis.ticks().stream().map(axis::label).toList();
        assertThat(labels)
                .containsExactly("20:00Z", "21:00Z", "22:00Z", "23:00Z", "2026-08-06", "01:00Z", "02:00Z", "03:00Z");
    }
}
