package dev.breakwater.bench.nab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Made series with a point every five minutes. */
class GenericDetectorTest {

    private static final int DAY = 288;
    private static final IntToDoubleFunction DAILY =
            i -> 100 - 50 * Math.cos(2 * Math.PI * i / DAY) + Math.floorMod(i * 7919, 13) - 6;

    @Test
    void aSpikeBeyondAllThatWasIsNoticedAtOnce() {
        double[] scores = run(10 * DAY, i -> DAILY.applyAsDouble(i) + (i == 2000 ? 150 : 0));
        assertThat(scores[2000]).isPositive();
        assertThat(between(scores, 4 * DAY, 2000)).isLessThan(.3);
    }

    @Test
    void aQuietNightRaisedToNoonIsNoticedThoughNoValueIsNew() {
        int midnight = 8 * DAY;
        double[] scores = run(10 * DAY, i -> i >= midnight && i < midnight + 20 ? 150 : DAILY.applyAsDouble(i));
        assertThat(between(scores, midnight, midnight + 20)).isPositive();
    }

    @Test
    void afterAnAlarmItIsSilentForAWhileAndThenSpeaksAgain() {
        double[] scores =
                run(12 * DAY, i -> DAILY.applyAsDouble(i) + (i == 2000 || i == 2050 ? 150 : i == 2500 ? 900 : 0));
        assertThat(scores[2000]).isPositive();
        assertThat(scores[2050]).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(scores[2500]).isPositive();
    }

    @Test
    void aConstantSeriesNeverAlarms() {
        assertThat(between(run(3000, i -> 42), 0, 3000)).isNegative();
    }

    @Test
    void noScoreLooksAhead() {
        double[] whole = run(2100, i -> DAILY.applyAsDouble(i) + (i > 2000 ? 80 : 0));
        double[] part = run(2000, DAILY);
        assertThat(Arrays.copyOf(whole, 2000)).isEqualTo(part);
    }

    @Test
    void scaleAndOffsetOfTheSeriesDoNotMatter() {
        IntToDoubleFunction spiked = i -> DAILY.applyAsDouble(i) + (i == 2000 ? 150 : 0);
        double[] one = run(2100, spiked);
        double[] other = run(2100, i -> 1e6 * spiked.applyAsDouble(i));
        for (int i = 100; i < one.length; i++) {
            assertThat(Math.signum(other[i])).as("point " + i).isEqualTo(Math.signum(one[i]));
        }
    }

    private static double[] run(int points, IntToDoubleFunction value) {
        GenericDetector detector = new GenericDetector();
        double[] scores = new double[points];
        for (int i = 0; i < points; i++) scores[i] = detector.score(300L * i, value.applyAsDouble(i));
        return scores;
    }

    private static double between(double[] scores, int from, int to) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) most = Math.max(most, scores[i]);
        return most;
    }
}
