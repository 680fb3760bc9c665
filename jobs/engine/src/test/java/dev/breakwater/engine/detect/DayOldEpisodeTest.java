package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.START;
import static dev.breakwater.engine.detect.Series.daily;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A surge that lasts for more than a day. While it is costly, people are asked about it. Otherwise, it becomes the new
 * normal.
 */
class DayOldEpisodeTest {

    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);
    /** The page threshold is 1.20 USD an hour. A rise from 100 to 400 calls a minute costs 0.90. */
    private static final Gates DEAR = new Gates(3_000_000, 1_200_000_000, 5_000_000_000L);

    private static final int WEEK = 7 * DAY;
    private static final int LONG = 20 * DAY;

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 20})
    void asksFromTheSecondDayOnAndNeverEndsByItselfWhileItCosts(int factor) {
        Series s = surge(13, GATES, factor, LONG);
        Assessment first =
                s.said.stream().filter(DayOldEpisodeTest::asks).findFirst().orElseThrow();
        assertThat(first.minute() - first.episode().onset()).isEqualTo(DAY);
        assertThat(s.said).noneMatch(a -> a.episode().closed());
        List<Assessment> old =
                s.said.stream().filter(a -> a.minute() > first.minute()).toList();
        assertThat(old).hasSize((int) (s.state.newest - first.minute())).allMatch(DayOldEpisodeTest::asks);
    }

    @Test
    void learnsNothingOfItWhileItAsksHoweverLong() {
        Series s = new Series(14, GATES).run(0, WEEK, m -> daily(m, 40, 200));
        s.state.level = .3;
        double level = s.state.level;
        double noon = s.expectedAround(WEEK + DAY / 2);
        double peak = s.state.peaks.usual();
        s.run(WEEK, WEEK + LONG, m -> daily(m, 40, 200) * 4);
        assertThat(s.expectedAround(WEEK + LONG + DAY / 2)).isBetween(noon * .9, noon * 1.5);
        assertThat(s.state.level).as("but for the edge of the first day").isLessThan(level + .05);
        assertThat(s.state.peaks.usual()).isEqualTo(peak);
        assertThat(s.last().readings().expected().concurrency())
                .as("expected instances")
                .isPositive();
    }

    @Test
    void isCalmNotANewLevelWhenItEnds() {
        Series s = surge(15, GATES, 20, 3 * DAY).run(WEEK + 3 * DAY, WEEK + 4 * DAY, m -> daily(m, 40, 200));
        Assessment end =
                s.said.stream().filter(a -> a.episode().closed()).findFirst().orElseThrow();
        assertThat(end.episode().reason()).isEqualTo(Reason.CALM);
        assertThat(end.minute() - START - WEEK - 3 * DAY).isBetween(20L, 60L);
        assertThat(s.state.level).isBetween(-.3, .5);
    }

    @Test
    void aNightInWhichItCostsLittleIsNoAnswer() {
        // above the expectation, 1.2 USD at night and 6 USD by day
        Gates gates = new Gates(3_000_000, 2_000_000_000L, 5_000_000_000L);
        Series s = surge(16, gates, 11, 3 * DAY);
        assertThat(s.said)
                .anyMatch(a ->
                        a.minute() - a.episode().onset() > DAY && a.amounts().excessHour() < gates.pageNano());
        assertThat(s.said).noneMatch(a -> a.episode().closed()).anyMatch(DayOldEpisodeTest::asks);
    }

    @Test
    void isTakenAsNormalAfterADayBelowThePageLine() {
        Series s = step();
        Assessment end =
                s.said.stream().filter(a -> a.episode().closed()).findFirst().orElseThrow();
        assertThat(end.episode().reason()).isEqualTo(Reason.NEW_LEVEL);
        assertThat(end.minute() - end.episode().onset()).isEqualTo(DAY);
        assertThat(s.said).noneMatch(DayOldEpisodeTest::asks);
        assertThat(s.said)
                .as("the day after")
                .noneMatch(a -> a.minute() > end.minute() && a.minute() <= end.minute() + DAY);
    }

    @Test
    void isOneEpisodeForADayThoughTheMaximaOfTheDayContainIt() {
        Gates gates = new Gates(3_000_000, 100_000_000_000L, 500_000_000_000L);
        Series s = new Series(1, gates)
                .run(0, 3 * WEEK, m -> daily(m, 4, 12))
                .run(3 * WEEK, 3 * WEEK + 42 * 60, m -> daily(m, 4, 12) + 150);
        Assessment end =
                s.said.stream().filter(a -> a.episode().closed()).findFirst().orElseThrow();
        assertThat(end.episode().reason()).isEqualTo(Reason.NEW_LEVEL);
        assertThat(end.minute() - end.episode().onset()).isEqualTo(DAY);
    }

    @Test
    void isNotBlindAfterItTookANewLevel() {
        Series s = step();
        assertThat(s.state.level).isBetween(-.3, .5);
        long again = WEEK + 4 * DAY;
        int before = s.said.size();
        s.run(again, again + 30, m -> 4_000);
        assertThat(s.said.subList(before, s.said.size()))
                .anyMatch(a -> a.episode().level() == Level.PAGE);
    }

    @Test
    void whatTheLastingChangeAfterItCostsIsCountedOnce() {
        assertThat(counted(m -> 100, 2 * WEEK, 3 * DAY)).isBetween(.9, 1.02);
    }

    @Test
    void whatTheLastingChangeCostsIsTheSumOfItsHoursAlsoOnAWeekend() {
        assertThat(counted(m -> m % WEEK < 5 * DAY ? 100 : 30, 2 * WEEK + 2 * DAY, 5 * DAY))
                .isBetween(.9, 1.05);
    }

    /** The cost of a call is known for whole hours and days only, but the surge's onset to the minute. */
    @Test
    void theLastingChangeAfterItBeganWithIt() {
        int begins = 2 * WEEK + 616;
        Series s = new Series(20, DEAR).run(0, begins, m -> 100);
        s.unit = 4 * Series.UNIT_NANO;
        s.run(begins, begins + 3 * DAY, m -> 100);
        long onset = s.said.stream()
                .filter(a -> !a.lasts())
                .findFirst()
                .orElseThrow()
                .episode()
                .onset();
        assertThat(onset).isBetween(START + begins, START + begins + 2L);
        assertThat(s.said)
                .filteredOn(Assessment::lasts)
                .isNotEmpty()
                .allMatch(a -> a.episode().onset() == onset);
    }

    /** The cost that a fourfold load adds, by the assessments, as a share of the true cost. */
    private static double counted(LongToDoubleFunction usual, int begins, int minutes) {
        int ends = begins + minutes;
        Series s = new Series(18, DEAR).run(0, begins, usual).run(begins, ends, m -> 4 * usual.applyAsDouble(m));
        Map<String, Long> excess = new HashMap<>();
        for (Assessment a : s.said)
            if (!(a.lasts() && a.episode().closed()))
                excess.put(a.slot() + a.episode().onset(), a.amounts().excess());
        assertThat(s.said).anyMatch(Assessment::lasts).anyMatch(a -> !a.lasts());
        double extra =
                LongStream.range(begins, ends).mapToDouble(usual::applyAsDouble).sum() * 3 * Series.UNIT_NANO;
        return excess.values().stream().mapToLong(nano -> nano).sum() / extra;
    }

    private static Series step() {
        return new Series(13, DEAR).run(0, WEEK, m -> 100).run(WEEK, WEEK + 4 * DAY, m -> 400);
    }

    private static Series surge(long seed, Gates gates, int factor, int minutes) {
        return new Series(seed, gates)
                .run(0, WEEK, m -> daily(m, 40, 200))
                .run(WEEK, WEEK + minutes, m -> daily(m, 40, 200) * factor);
    }

    private static boolean asks(Assessment a) {
        return a.episode().reason() == Reason.NEW_NORMAL_ASKED;
    }
}
