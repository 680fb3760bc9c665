package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.Weeks;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Level;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Months of a function that works on working days, starting on Monday 2 March 2026. */
class WeeksTest {

    private static final long DAY = Series.DAY;
    private static final long WEEK = 7 * DAY;
    private static final Gates GATES = new Gates(6_000_000, 6_000_000, 5_000_000_000L);
    private static final double HOLIDAY = .3;

    private final Series function = new Series(7, GATES);

    @Test
    void theFirstWorkingDayAfterTwoWeeksOfHolidaysIsNoSurge() {
        LongToDoubleFunction rate = holidays(4);
        function.run(0, 9 * WEEK, rate);
        assertThat(pagesFrom(6 * WEEK)).isEmpty();
    }

    @Test
    void withoutTheWeeksBeforeItWouldPage() {
        forgetful(0, 7 * WEEK, holidays(4));
        assertThat(pagesFrom(6 * WEEK)).isNotEmpty();
    }

    @Test
    void twoWeeksOfHistoryAreTooFewToTell() {
        function.run(0, 5 * WEEK, holidays(2));
        assertThat(pagesFrom(4 * WEEK)).isNotEmpty();
    }

    @Test
    void aFloodOnThatDayPagesWithinMinutes() {
        LongToDoubleFunction rate = holidays(4);
        long flood = 6 * WEEK + 600;
        function.run(0, flood, rate).run(flood, flood + 30, m -> 6 * rate.applyAsDouble(m));
        assertThat(pagesFrom(6 * WEEK)).first().satisfies(m -> assertThat(m).isBetween(flood, flood + 2));
    }

    /**
     * Two hours or more each Sunday for 6 USD an hour. The expectation before the end is interpolated with the emptier
     * hour that follows.
     */
    @ParameterizedTest
    @ValueSource(ints = {120, 135, 150, 165})
    void aWeeklyJobWithATwentiethMoreCallsDoesNotPageBeforeItsEnd(int minutes) {
        Series job = new Series(7, new Gates(100_000_000, 1_000_000_000, 5_000_000_000L));
        job.unit = 33_000;
        long from = 6 * DAY + 180;
        LongToDoubleFunction rate = m -> m % WEEK >= from && m % WEEK < from + minutes ? 3_000 : 1;
        job.run(0, 4 * WEEK, rate).run(4 * WEEK, 5 * WEEK, m -> 1.05 * rate.applyAsDouble(m));
        assertThat(job.said)
                .filteredOn(a -> a.minute() >= Series.START + 3 * WEEK)
                .noneMatch(a -> a.episode().level() == Level.PAGE);
    }

    @Test
    void aFunctionThatIsCalledLessForGoodIsHeldToItAfterAMonth() {
        LongToDoubleFunction less = m -> (m < 6 * WEEK ? 1 : HOLIDAY) * working(m);
        long surge = 11 * WEEK + 600;
        function.run(0, surge, less).run(surge, surge + 60, WeeksTest::working);
        assertThat(pagesFrom(6 * WEEK)).first().satisfies(m -> assertThat(m).isBetween(surge, surge + 15));
    }

    @Test
    void theEndOfAMonthIsLikeThatOfTheMonthBefore() {
        function.run(0, 14 * WEEK, m -> (isLastOfMonth(m) ? 2.2 : 1) * working(m));
        assertThat(pagesFrom(0)).isNotEmpty().allMatch(m -> date(m).equals(LocalDate.of(2026, 3, 31)));
    }

    @Test
    void aFloodTeachesNothingOfItsDayOfTheMonth() {
        LongToDoubleFunction rate = m -> (isLastOfMonth(m) && m % DAY / 60 < 8 ? 2.9 : 1) * working(m);
        function.run(0, 10 * WEEK, rate);
        assertThat(pagesFrom(0).stream().map(WeeksTest::date).distinct())
                .containsExactly(LocalDate.of(2026, 3, 31), LocalDate.of(2026, 4, 30));
    }

    private void forgetful(long from, long to, LongToDoubleFunction rate) {
        for (long m = from; m < to; m += DAY) {
            function.run(m, m + DAY, rate);
            function.state.weeks.shares = Weeks.unknown(Weeks.HOURS);
        }
    }

    private List<Long> pagesFrom(long minute) {
        return function.said.stream()
                .filter(a -> a.episode().level().atLeast(Level.PAGE))
                .map(Assessment::minute)
                .map(m -> m - Series.START)
                .filter(m -> m >= minute)
                .toList();
    }

    /** Two weeks of holidays after this many usual weeks. */
    private static LongToDoubleFunction holidays(long after) {
        return m -> (m >= after * WEEK && m < (after + 2) * WEEK ? HOLIDAY : 1) * working(m);
    }

    /** The calls a minute: more by day than by night, and a third at weekends. */
    private static double working(long minute) {
        double day = 120 + 80 * Math.sin(2 * Math.PI * (minute % DAY - 360) / DAY);
        return date(minute).getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0 ? day / 3 : day;
    }

    private static boolean isLastOfMonth(long minute) {
        return date(minute).getDayOfMonth() == date(minute).lengthOfMonth();
    }

    private static LocalDate date(long minute) {
        return LocalDate.ofEpochDay(DataMinute.dayOf(Series.START + minute));
    }
}
