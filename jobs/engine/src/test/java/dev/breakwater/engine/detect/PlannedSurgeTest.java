package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.START;
import static dev.breakwater.engine.detect.Series.daily;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.engine.detect.baseline.Expectation;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Level;
import dev.breakwater.model.PlannedSurge;
import dev.breakwater.model.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A window of six times the usual that starts on the eighth day. */
class PlannedSurgeTest {

    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);
    private static final int FROM = 7 * DAY;

    private static double usual(long minute) {
        return daily(minute, 5, 200);
    }

    private static Series week(long seed) {
        return new Series(seed, GATES).run(0, FROM, PlannedSurgeTest::usual);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 3", "3, 4", "4, 5", "5, 5", "6, 5", "7, 6", "8, 6"})
    void trafficUpToWhatItExpectsIsNothing(long seed, double times) {
        long to = FROM + 4L * DAY;
        Series s = week(seed)
                .plan(FROM, to, 6)
                .run(FROM, to, m -> times * usual(m))
                .run(to, to + 3 * DAY, PlannedSurgeTest::usual);
        assertThat(s.said).isEmpty();
    }

    /** There is a batch every fifth minute and no call in between, so a single minute is above its expectation. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 3, 5, 6.2})
    void batchesEvenOut(double times) {
        Series s = new Series(31, GATES).run(0, FROM, m -> m % 5 == 0 ? 500 : 0);
        s.plan(FROM, FROM + DAY, 6)
                .run(FROM, FROM + DAY, m -> m % 5 == 0 ? times * 500 : 0)
                .run(FROM + DAY, FROM + 2 * DAY, m -> m % 5 == 0 ? 500 : 0);
        assertThat(s.said).isEmpty();
    }

    @Test
    void withoutItTheSameTrafficPages() {
        Series s = week(4).run(FROM, FROM + DAY, m -> 5 * usual(m));
        assertThat(s.first(Level.PAGE)).isBetween((long) FROM, FROM + 60L);
    }

    /** Tests with and without a launch before the flood, at night and at noon. */
    @ParameterizedTest
    @CsvSource({"1, 720, 60, 3", "5, 720, 60, 3", "1, 60, 60, 6", "1, 720, 18, 5", "5, 720, 18, 5", "1, 720, 12, 10"})
    void aFloodBeyondItPagesWithinMinutes(double before, long at, double times, long within) {
        long flood = FROM + at;
        Series s = week(11).plan(FROM, FROM + DAY, 6)
                .run(FROM, flood, m -> before * usual(m))
                .run(flood, flood + 60, m -> times * usual(m));
        assertThat(s.first(Level.WARN)).isGreaterThanOrEqualTo(flood);
        assertThat(s.first(Level.PAGE)).isBetween(flood, flood + within);
    }

    @Test
    void saysWhatWasExpectedAndWhy() {
        Series s = week(11).plan(FROM, FROM + DAY, 6)
                .run(FROM, FROM + 720, m -> 5 * usual(m))
                .run(FROM + 720, FROM + 740, m -> 60 * usual(m));
        Assessment page = s.at(Level.PAGE);
        assertThat(page.readings().planned()).isEqualTo(new PlannedSurge("launch", 6));
        assertThat(page.readings().expected().demandPerMinute()).isBetween(6 * 180.0, 6 * 220.0);
        assertThat(page.readings().peakConcurrency()).isBetween(7.0, 10.0);
        assertThat(page.readings().plannedPeak()).isEqualTo(6 * page.readings().peakConcurrency());
        // the excess is 54 times 200 calls and not 59 times
        double minutes = page.minute() - START - (FROM + 720) + 1;
        assertThat(page.amounts().excess())
                .isBetween((long) (minutes * 50 * 200 * 50_000), (long) (minutes * 58 * 200 * 50_000));
    }

    @Test
    void aLoopInsideIsSeenAsOne() {
        long onset = FROM + 600;
        Series s = week(9).plan(FROM, FROM + DAY, 6)
                .run(FROM, onset, m -> 5 * usual(m))
                .run(onset, onset + 60, m -> 5 * usual(m) + Math.pow(2, (m - onset) / 3.0));
        assertThat(s.first(Level.PAGE)).isBetween(onset, onset + 45);
        assertThat(s.said).anyMatch(a -> a.episode().reason() == Reason.GROWTH);
    }

    @ParameterizedTest
    @ValueSource(longs = {-61, -30})
    void beforeItEverythingIsAsEver(long back) {
        long flood = FROM + 720 + back;
        Series with = week(3).plan(FROM + 720, FROM + 2 * DAY, 6).run(FROM, flood, PlannedSurgeTest::usual);
        Series without = week(3).run(FROM, flood, PlannedSurgeTest::usual);
        with.run(flood, FROM + 720, m -> 5 * usual(m));
        without.run(flood, FROM + 720, m -> 5 * usual(m));
        assertThat(with.said).isNotEmpty().isEqualTo(without.said);
    }

    /** Tests with the window used and unused. Planned traffic that did not come cannot be used afterwards. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 60, 2",
        "5, 0, 60, 2",
        "1, 0, 6, 30",
        "5, 0, 6, 30",
        "1, 45, 6, 4",
        "5, 45, 6, 4",
        "1, 240, 6, 4",
        "5, 240, 6, 4"
    })
    void afterItAFloodPagesAsEver(double during, long later, double times, long within) {
        long to = FROM + 720;
        long flood = to + later;
        Series s = week(13).plan(FROM, to, 6)
                .run(FROM, to, m -> during * usual(m))
                .run(to, flood, PlannedSurgeTest::usual)
                .run(flood, flood + 60, m -> times * usual(m));
        assertThat(s.first(Level.WARN)).isGreaterThanOrEqualTo(flood);
        assertThat(s.first(Level.PAGE)).isBetween(flood, flood + within);
    }

    /**
     * Four days in a window have five times the usual traffic, the usual traffic, or none. Nothing is learned from
     * them.
     */
    @ParameterizedTest
    @ValueSource(doubles = {5, 1, .1})
    void teachesNothing(double times) {
        long to = FROM + 4L * DAY;
        Series s = week(17);
        double level = s.state.level;
        double unit = s.state.units.ofCall();
        s.plan(FROM, to, 6).run(FROM, to, m -> times * usual(m)).run(to, to + 50, PlannedSurgeTest::usual);
        assertThat(s.state.level).isCloseTo(level, within(.01));
        assertThat(s.state.units.ofCall()).isCloseTo(unit, within(unit * .01));
        assertThat(s.state.days.known).isEqualTo(6);
        for (long hour = 1; hour < 24; hour++) {
            long minute = to + hour * 60;
            assertThat(s.expectedAround(minute)).isCloseTo(usual(minute + 30), within(2 + .1 * usual(minute + 30)));
        }
        assertThat(s.state.peaks.usual()).isBetween(7.0, 10.0);
    }

    @Test
    void aMonthOfItLeavesTheBaselineThatWas() {
        long from = FROM + 2L * DAY;
        long to = from + 30L * DAY;
        Series s = week(19).run(FROM, from, m -> 1.2 * usual(m));
        double peak = s.state.peaks.usual();
        double largest = Expectation.of(s.state, START + from + 720).max3;
        s.plan(from, to, 6).run(from, to, m -> 5 * usual(m));
        assertThat(s.state.peaks.usual()).isEqualTo(peak);
        assertThat(Expectation.of(s.state, START + to + 720).max3).isBetween(.93 * largest, 1.07 * largest);
        s.run(to, to + 2 * DAY, m -> 1.2 * usual(m));
        assertThat(s.said).isEmpty();
        assertThat(s.expectedAround(to + 2 * DAY - 720)).isBetween(200.0, 270.0);
    }

    @Test
    void aFunctionBornInItIsCappedAtSoManyTimesTheCapAndIsReadyAsEver() {
        Gates gates = new Gates(3_000_000, 3_000_000, 100_000_000);
        // 0.24 USD an hour is above the cap of 0.10, but below six times the cap
        Series s = new Series(21, gates).plan(0, 10 * DAY, 6).run(0, 100, m -> 80);
        assertThat(s.said).isEmpty();
        s.run(100, 140, m -> 4_000);
        assertThat(s.at(Level.PAGE).episode().reason()).isEqualTo(Reason.YOUNG_FUNCTION_CAP);
        assertThat(s.at(Level.PAGE).episode().evidence().line()).isCloseTo(.6, within(1e-9));
        Series born = new Series(21, GATES).plan(0, 10 * DAY, 6).run(0, 2 * DAY, m -> 80);
        assertThat(born.state.isReady(START + 2 * DAY)).isTrue();
    }

    @Test
    void elsewhereItChangesNothing() {
        long flood = FROM + 720;
        Series with = week(23).plan(FROM + 3 * DAY, FROM + 4 * DAY, 6).run(FROM, flood, PlannedSurgeTest::usual);
        Series without = week(23).run(FROM, flood, PlannedSurgeTest::usual);
        with.run(flood, flood + 60, m -> 20 * usual(m));
        without.run(flood, flood + 60, m -> 20 * usual(m));
        assertThat(with.said).isNotEmpty().isEqualTo(without.said);
    }

    @Test
    void trafficThatNeedsHalfAnHourToFallIsNothing() {
        long to = FROM + 720;
        Series s = week(27).plan(FROM, to, 6)
                .run(FROM, to, m -> 5 * usual(m))
                .run(to, to + 30, m -> (5 - 4 * (m - to) / 30.0) * usual(m))
                .run(to + 30, FROM + 2 * DAY, PlannedSurgeTest::usual);
        assertThat(s.said).isEmpty();
    }

    @Test
    void anEpisodeThatItExplainsEndsCalmly() {
        long flood = FROM + 600;
        Series s = week(25).plan(FROM + 660, FROM + DAY, 6)
                .run(FROM, flood, PlannedSurgeTest::usual)
                .run(flood, flood + 180, m -> 5 * usual(m));
        List<Assessment> inside =
                s.said.stream().filter(a -> a.minute() - START >= FROM + 675).toList();
        assertThat(s.first(Level.PAGE)).isBetween(flood, flood + 20);
        assertThat(inside).isNotEmpty().allMatch(a -> a.episode().level() == Level.NONE);
        assertThat(s.said.get(s.said.size() - 1).episode().reason()).isEqualTo(Reason.CALM);
    }
}
