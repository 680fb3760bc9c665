package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function whose calls sometimes swell for half an hour, at unpredictable times of day. */
class GrowthTest {

    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);
    private static final Gates DOLLAR = new Gates(100_000_000L, 1_000_000_000L, 5_000_000_000L);
    private static final int WEEK = 7 * DAY;
    private static final double USUAL = 300;
    private static final int RISE = 30;
    private static final long[] SWELLS = {DAY + 200, 3 * DAY + 500, 5 * DAY + 800, WEEK + DAY + 1100};

    private final Series s = new Series(31, GATES).run(0, WEEK, GrowthTest::swelling);

    @Test
    void aSwellSuchAsTheFunctionHadBeforeIsNoLoop() {
        s.said.clear();
        s.run(WEEK, WEEK + 2 * DAY, GrowthTest::swelling);
        assertThat(s.said).noneMatch(a -> a.episode().level() == Level.PAGE);
    }

    @Test
    void aLoopOnThatFunctionIsPagedWithinHalfAnHour() {
        s.said.clear();
        s.run(WEEK, WEEK + 40, m -> USUAL + Math.pow(2, (m - WEEK) / 3.0));
        assertThat(s.first(Level.PAGE)).isBetween((long) WEEK, (long) WEEK + RISE);
    }

    /**
     * The step costs half of the threshold in an hour, so only the growth test could page. A single step is no growth,
     * even if the calls before it were above their expectation.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aStepDoesNotGrowAtWhateverMinuteItComes(long seed) {
        Series step = new Series(seed, new Gates(20_000_000_000L, 20_000_000_000L, 50_000_000_000L));
        step.run(0, WEEK, m -> USUAL);
        for (long day = 0; day < 10; day++) {
            long start = WEEK + day * DAY;
            long from = start + 600 + day;
            step.run(start, from - 60, m -> USUAL).run(from - 60, from, m -> 1.2 * USUAL);
            step.run(from, start + DAY, m -> m < from + 50 ? 12 * USUAL : USUAL);
        }
        assertThat(step.said).noneMatch(a -> a.episode().level() == Level.PAGE);
    }

    @Test
    void aSuddenSurgeThatLastsIsStillAFlood() {
        Series surge = new Series(1, GATES).run(0, WEEK, m -> USUAL).run(WEEK, WEEK + 90, m -> 2.6 * USUAL);
        assertThat(surge.last().episode().kind()).isEqualTo(IncidentKind.FLOOD);
    }

    /** The flood costs 8.64 USD an hour, so it exceeds the threshold of a dollar only after seven minutes. */
    @Test
    void aLeapIsPagedForWhatItCostsAnHourByNow() {
        Series leap = new Series(1, DOLLAR);
        leap.run(0, WEEK, m -> 120).run(WEEK, WEEK + 20, m -> 25 * 120);
        assertThat(leap.first(Level.PAGE)).isBetween(WEEK + 1L, WEEK + 3L);
    }

    @Test
    void aCheaperLeapWaitsUntilItHasCostTheThreshold() {
        Series leap = new Series(1, DOLLAR);
        leap.run(0, WEEK, m -> 60).run(WEEK, WEEK + 40, m -> 20 * 60);
        assertThat(leap.first(Level.PAGE)).isBetween(WEEK + 16L, WEEK + 20L);
    }

    @Test
    void aSmallerBurstWaitsUntilItHasCostTheThreshold() {
        Series burst = new Series(1, DOLLAR);
        burst.run(0, WEEK, m -> 400).run(WEEK, WEEK + 40, m -> 6 * 400);
        assertThat(burst.first(Level.PAGE)).isBetween(WEEK + 8L, WEEK + 12L);
    }

    /** The excess doubles every seven minutes up to x2.6, and falls within five. */
    private static double swelling(long m) {
        for (long start : SWELLS) {
            long into = m - start;
            if (into < 0 || into >= RISE + 5) continue;
            return USUAL * (1 + 1.6 * (into < RISE ? Math.pow(2, (into - RISE) / 7.0) : 1 - (into - RISE) / 5.0));
        }
        return USUAL;
    }
}
