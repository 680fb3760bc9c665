package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.START;
import static dev.breakwater.engine.detect.Series.daily;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.Weeks;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Level;
import dev.breakwater.model.Scope;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Tests that limits follow the concurrency that normal traffic had in eight weeks. */
class PeaksTest {

    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);
    private static final int WEEK = 7 * DAY;
    /** An instance handles this many calls of {@link Series} a minute. */
    private static final int CALLS = 30;

    /**
     * Every working day needs 447 instances at noon, and a holiday 66. The first Monday back has 278, and the number
     * rises.
     */
    private static double office(long minute, long holidayFrom, long holidayTo) {
        boolean quiet = minute >= holidayFrom && minute < holidayTo || minute / DAY % 7 >= 5;
        return CALLS * daily(minute, 20, quiet ? 66 : 440);
    }

    @Test
    void backFromAQuietFortnightTheLimitIsWhatTheWeeksBeforeNeeded() {
        long back = 6 * WEEK;
        LongToDoubleFunction rate = m -> office(m, 4 * WEEK, back);
        Series s = new Series(1, GATES).run(0, back, rate);
        int quiet = s.said.size();
        // without this line, the memory of earlier weeks would explain the surge
        s.state.weeks.shares = Weeks.unknown(Weeks.HOURS);
        s.run(back, back + 14 * 60, rate);
        assertThat(s.said.subList(quiet, s.said.size())).isNotEmpty().allSatisfy(a -> {
            assertThat(a.readings().peakConcurrency()).isGreaterThanOrEqualTo(447);
            assertThat(a.readings().peakKnown()).isTrue();
        });
        assertThat(s.state.peaks.ofWeek()).as("the last seven days").isLessThan(99);
    }

    /** The onset of a surge that pauses after its first minute is after the pause. */
    @Test
    void theFirstMinuteOfASurgeIsNoUsualPeak() {
        Series s = new Series(5, GATES).run(0, WEEK, m -> 3_000).run(WEEK, WEEK + 60, m -> {
            long into = m - WEEK;
            return into >= 1 && into < 9 ? 1_000 : 2.6 * 3_000;
        });
        assertThat(s.last().episode().onset()).isGreaterThan(START + WEEK);
        assertThat(s.state.peaks.usual()).isLessThan(130);
    }

    /** A cheap flood costs too little for evidence until minutes of it are learned. */
    @Test
    void aSurgeThatIsFoundAfterHalfAnHourIsNoUsualPeak() {
        Gates late = new Gates(500_000_000, 1_000_000_000, 5_000_000_000L);
        Series s = new Series(6, late).run(0, WEEK, m -> 300).run(WEEK, WEEK + 40, m -> 700);
        assertThat(s.first(Level.WARN)).isBetween(WEEK + 20L, WEEK + 35L);
        assertThat(s.last().readings().peakConcurrency()).isBetween(10.0, 14.0);
        s.run(WEEK + 40, WEEK + DAY, m -> 300);
        assertThat(s.state.peaks.usual()).isLessThan(15);
    }

    @Test
    void whatNineWeeksKnewIsForgotten() {
        Series s = new Series(2, GATES).run(0, WEEK, m -> 3_000).run(WEEK, 9 * WEEK, m -> 30);
        assertThat(s.state.peaks.usual()).isGreaterThan(99);
        s.run(9 * WEEK, 10 * WEEK, m -> 30);
        assertThat(s.state.peaks.usual()).isLessThan(5);
    }

    @Test
    void isKnownWhenSevenDaysAreThisWeekdayAmongThem() {
        Series s = new Series(3, GATES).run(0, WEEK, m -> 60);
        assertThat(known(s, WEEK))
                .as("six are over, the seventh can still be revised")
                .isFalse();
        s.run(WEEK, WEEK + 20, m -> 60);
        assertThat(known(s, WEEK + 19)).isTrue();
    }

    @Test
    void aWeekdayThatWasNeverSeenIsNotKnown() {
        Series s = new Series(4, GATES).run(0, 2 * DAY, m -> 60);
        // both Wednesdays are missing: the feed was silent
        for (int week = 0; week < 2; week++) {
            long wednesday = (long) week * WEEK + 2 * DAY;
            s.state.silence.note(START + wednesday, START + wednesday + DAY - 1);
            s.run(wednesday + DAY, wednesday + WEEK, m -> 60);
        }
        s.run(2 * WEEK + 2 * DAY, 2 * WEEK + 3 * DAY, m -> 60);
        assertThat(known(s, 2 * WEEK + 2 * DAY + 600)).as("the third Wednesday").isFalse();
        s.run(2 * WEEK + 3 * DAY, 2 * WEEK + 4 * DAY, m -> 60);
        assertThat(known(s, 2 * WEEK + 3 * DAY + 600)).as("the third Thursday").isTrue();
    }

    @Test
    void aDayThatIsAllAnEpisodeKeepsThePeakOfAWeekAgoAndIsNotKnown() {
        Series s = new Series(5, GATES).run(0, WEEK, m -> 300).run(WEEK, WEEK + 3 * DAY, m -> 6_000);
        assertThat(s.state.peaks.ofWeek()).isBetween(10.0, 20.0);
        assertThat(Long.bitCount(s.state.peaks.known)).isEqualTo(7);
    }

    @Test
    void howAFunctionStandsForABudgetSaysWhetherItsPeakIsKnown() {
        Series s = new Series(7, GATES).run(0, 3 * DAY, m -> 60);
        assertThat(state(s).readings().peakKnown()).isFalse();
        s.run(3 * DAY, WEEK + 60, m -> 60);
        assertThat(state(s).readings().peakKnown()).isTrue();
    }

    private static Assessment state(Series s) {
        return ScopeAssessor.state(
                s.view(), Scope.function("1", "r", "f"), MinuteSums.idle(s.state.newest), Judged.NOT);
    }

    private static boolean known(Series s, long minute) {
        return s.state.peaks.isKnown(s.state.learned, START + minute);
    }
}
