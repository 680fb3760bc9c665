package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.guard.file.Rows;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.ledger.PlotRow.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chart of an incident that was found six minutes after its onset. */
class PlotMinutesTest {

    private static final long ONSET = 29_758_400;
    private static final long FOUND = ONSET + 6;

    @Test
    void anEarlierMinuteHasItsOwnExpectation() {
        ScopeState s = new ScopeState();
        s.firstMinute = ONSET - 10_000;
        s.newest = FOUND;
        int ring = s.minutes.expected.length;
        // a nightly job is expected to begin at the onset
        for (long m = ONSET - 60; m < FOUND; m++) {
            s.minutes.expected[(int) Math.floorMod(m, (long) ring)] = m < ONSET ? 0 : m - ONSET;
        }
        List<Point> points = Rows.of(
                PlotMinutes.of(s, Verdicts.page("nightly", FOUND, ONSET)).orElseThrow());
        assertThat(points).hasSize(67);
        assertThat(points.subList(0, 60)).allMatch(p -> p.expected() == 0);
        assertThat(points.subList(60, 67).stream().map(Point::expected))
                .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 100.0);
        assertThat(points.get(64).lower()).isLessThan(points.get(64).expected());
    }

    /** A gap that was drawn as zero looked like an outage. A minute without calls is not a gap. */
    @Test
    void minutesInWhichTheFeedWasSilentHaveNoPoint() {
        ScopeState s = new ScopeState();
        s.firstMinute = 90;
        s.newest = 90;
        s.silence.note(95, 97);
        while (s.newest < 100) s.append();
        assertThat(PlotMinutes.of(s, Verdicts.page("checkout", 100, 99))
                        .orElseThrow()
                        .minutes())
                .containsExactly(90L, 91L, 92L, 93L, 94L, 98L, 99L, 100L);
        assertThat(PlotMinutes.of(s, Verdicts.page("checkout", 100, 99)))
                .as("each minute once")
                .isEmpty();
    }
}
