package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.Level;
import dev.breakwater.model.Scope;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Twelve weeks of a random fleet from Monday 19 October 2026, with month ends, Black Friday and two weeks of holidays.
 * The fleet is judged as usual, and with a memory of only one week.
 */
@Tag("full")
class HolidayFleetTest {

    private static final int FUNCTIONS = 100;
    private static final LocalDate START = LocalDate.of(2026, 10, 19);
    private static final int DAYS = 12 * 7;
    private static final LocalDate BLACK_FRIDAY = LocalDate.of(2026, 11, 27);
    private static final LocalDate HOLIDAYS = LocalDate.of(2026, 12, 21);
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2027, 1, 4);
    private static final Gates GATES = new Gates(50_000_000, 50_000_000, 5_000_000_000L);

    @Test
    void theFirstMondayIsLikeAnyOtherAndTheSecondMonthEndLikeTheFirst() {
        Map<LocalDate, Integer> weeks = pages(true);
        Map<LocalDate, Integer> oneWeek = pages(false);
        assertThat(oneWeek.getOrDefault(FIRST_MONDAY, 0)).isGreaterThan(FUNCTIONS / 4);
        assertThat(weeks.getOrDefault(FIRST_MONDAY, 0)).isLessThanOrEqualTo(mostOfOtherMondays(weeks));
        LocalDate second = LocalDate.of(2026, 11, 30);
        assertThat(oneWeek.getOrDefault(second, 0)).isGreaterThan(FUNCTIONS / 20);
        assertThat(weeks.getOrDefault(second, 0))
                .isLessThan(oneWeek.get(second))
                .isLessThanOrEqualTo(mostOfOtherMondays(weeks));
        // no earlier week had a Black Friday
        assertThat(weeks.get(BLACK_FRIDAY)).isEqualTo(oneWeek.get(BLACK_FRIDAY));
    }

    private static int mostOfOtherMondays(Map<LocalDate, Integer> pages) {
        return pages.entrySet().stream()
                .filter(e -> e.getKey().getDayOfWeek() == DayOfWeek.MONDAY
                        && e.getKey().getDayOfMonth() < 28)
                .filter(e -> e.getKey().isBefore(HOLIDAYS))
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    /** The functions that began to page, by day. */
    private static Map<LocalDate, Integer> pages(boolean weeks) {
        Map<LocalDate, Integer> pages = new TreeMap<>();
        for (int f = 0; f < FUNCTIONS; f++) {
            for (LocalDate day : pagedDays(new Drawn(f), weeks)) pages.merge(day, 1, Integer::sum);
        }
        return pages;
    }

    private static Set<LocalDate> pagedDays(Drawn function, boolean weeks) {
        ScopeState state = new ScopeState();
        ScopeAssessor assessor = new ScopeAssessor();
        Scope scope = Scope.function("1", "r", "f");
        Set<LocalDate> days = new HashSet<>();
        long start = START.toEpochDay() * DataMinute.DAY;
        long paged = 0;
        for (long m = start; m < start + DAYS * (long) DataMinute.DAY; m++) {
            double calls = function.calls(m);
            double cost = calls * 200_000;
            MinuteSums sums = new MinuteSums(m, calls, cost, cost, 0, Math.ceil(calls / 30), 0, 0);
            List<Assessment> found = assessor.observe(new ScopeView(state), scope, sums, m, GATES)
                    .assessments();
            if (found.stream().anyMatch(a -> a.episode().level().atLeast(Level.PAGE))) {
                if (m > paged + DataMinute.HOUR) days.add(LocalDate.ofEpochDay(DataMinute.dayOf(m)));
                paged = m;
            }
            if (!weeks && m % DataMinute.DAY == 20) state.weeks.dayMeans = new ScopeState().weeks.dayMeans;
        }
        return days;
    }

    /** A function: its days, weekends and noise, and how special days change them. */
    private static final class Drawn {
        private final Random random;
        private final double base;
        private final double weekend;
        private final double swing;
        private final double holiday;
        private final double monthEnd;
        private final double blackFriday;
        private double drift = 1;
        private double ofDay;

        Drawn(int seed) {
            random = new Random(seed);
            base = Math.exp(2 + 4 * random.nextDouble());
            weekend = .2 + random.nextDouble();
            swing = .9 * random.nextDouble();
            holiday = random.nextInt(3) == 0 ? 1 : .15 + .5 * random.nextDouble();
            monthEnd = random.nextInt(5) == 0 ? 1.5 + random.nextDouble() : 1;
            blackFriday = random.nextInt(3) == 0 ? 2 + 2 * random.nextDouble() : 1;
        }

        double calls(long minute) {
            if (minute % DataMinute.DAY == 0) ofDay = day(LocalDate.ofEpochDay(DataMinute.dayOf(minute)));
            drift += (1 - drift) * .01 + .01 * random.nextGaussian();
            double hours = 1 + swing * Math.sin(2 * Math.PI * (minute % DataMinute.DAY) / DataMinute.DAY - 1.5);
            return Series.poisson(random, Math.max(0, base * ofDay * hours * drift));
        }

        private double day(LocalDate d) {
            double factor = Math.exp(.06 * random.nextGaussian());
            if (d.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) factor *= weekend;
            if (!d.isBefore(HOLIDAYS) && d.isBefore(FIRST_MONDAY)) factor *= holiday;
            else if (d.getDayOfMonth() == d.lengthOfMonth() && d.getMonth() != Month.DECEMBER) factor *= monthEnd;
            if (d.equals(BLACK_FRIDAY)) factor *= blackFriday;
            return factor;
        }
    }
}
