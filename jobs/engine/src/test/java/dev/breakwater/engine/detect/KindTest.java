package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws surges of several shapes, and expects the kind and the onset that a person would name. */
class KindTest {

    private static final Gates GATES = new Gates(100_000_000L, 1_000_000_000L, 5_000_000_000L);
    private static final int WEEK = 7 * DAY;
    private static final int DRAWN = 10;
    /** So many of the drawn surges must have the expected kind. */
    private static final int ENOUGH = DRAWN - 1;

    private static final int PARTS = 20;
    private static final double NOISE = .1;
    /** A limit or the account's concurrency ends a loop here. */
    private static final double CAP = 12_000;

    /** Loops that start at one call and double in some minutes. */
    @ParameterizedTest
    @CsvSource({
        "0.7, 2", "1, 2", "1.4, 2", "3, 2", "10, 2",
        "0.7, 300", "1, 300", "1.4, 300", "3, 300", "10, 300"
    })
    void aLoopIsARecursion(double doubling, double usual) {
        assertThat(named(IncidentKind.RECURSION, usual, 200, t -> Math.min(CAP, Math.pow(2, t / doubling))))
                .isGreaterThanOrEqualTo(ENOUGH);
    }

    @Test
    void theFirstPageOfALoopKnowsItsGrowth() {
        Series s = new Series(1, GATES);
        s.unit = 1e6;
        s.run(0, WEEK, m -> 20);
        s.run(WEEK, WEEK + 30, m -> 20 + Math.min(CAP, Math.pow(2, m - WEEK)));
        assertThat(s.at(Level.PAGE).readings().growthPerMinute()).isBetween(1.8, 2.2);
    }

    /** Floods that rise evenly for some minutes and then stay. */
    @ParameterizedTest
    @CsvSource({
        "0, 2", "1, 2", "2, 2", "3, 2", "10, 2",
        "0, 300", "1, 300", "2, 300", "3, 300", "10, 300"
    })
    void aRampToAPlateauIsAFlood(double minutes, double usual) {
        assertThat(named(IncidentKind.FLOOD, usual, 90, t -> CAP * Math.min(1, t / minutes)))
                .isGreaterThanOrEqualTo(ENOUGH);
    }

    @ParameterizedTest
    @ValueSource(doubles = {60, 300, 1_500})
    void aSmallStepIsAFlood(double usual) {
        assertThat(named(IncidentKind.FLOOD, usual, 90, t -> .53 * usual)).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(drawn(usual, 90, t -> .53 * usual).filter(a -> Math.abs(onset(a)) <= 2))
                .hasSizeGreaterThanOrEqualTo(ENOUGH);
    }

    @ParameterizedTest
    @CsvSource({"240, 60", "480, 60", "240, 1500", "480, 1500"})
    void aGradualRiseIsASlowBurn(double minutes, double usual) {
        assertThat(named(IncidentKind.SLOW_BURN, usual, 600, t -> 1.2 * usual * Math.min(1, t / minutes)))
                .isGreaterThanOrEqualTo(ENOUGH);
    }

    /** The onset in minutes after the surge's first minute. */
    private static long onset(Assessment a) {
        return a.episode().onset() - START - WEEK;
    }

    /** Returns how many of the drawn surges have this kind at their end. */
    private static long named(IncidentKind kind, double usual, int minutes, DoubleUnaryOperator surge) {
        return drawn(usual, minutes, surge)
                .filter(a -> a.episode().kind() == kind)
                .count();
    }

    private static Stream<Assessment> drawn(double usual, int minutes, DoubleUnaryOperator surge) {
        return IntStream.rangeClosed(1, DRAWN)
                .mapToObj(seed -> drawn(seed, usual, minutes, surge))
                .flatMap(Optional::stream);
    }

    /** Returns the newest finding of a surge that starts at the end of a week. */
    private static Optional<Assessment> drawn(int seed, double usual, int minutes, DoubleUnaryOperator surge) {
        Random noise = new Random(seed);
        double late = noise.nextDouble();
        Series s = new Series(seed, GATES);
        s.unit = 1e6;
        s.run(0, WEEK, m -> usual);
        s.run(WEEK, WEEK + minutes, m -> {
            double calls = IntStream.range(0, PARTS)
                    .mapToDouble(i -> m - WEEK - late + (i + .5) / PARTS)
                    .map(t -> t < 0 ? 0 : surge.applyAsDouble(t))
                    .average()
                    .orElseThrow();
            return usual + calls * Math.exp(NOISE * noise.nextGaussian());
        });
        return s.said.stream().filter(a -> a.episode().level() != Level.NONE).reduce((first, last) -> last);
    }

    /** A job of 25 minutes each night, which one night has a third more calls. */
    @Test
    void aNightlyJobIsComparedWithItsUsualPeak() {
        Series s = new Series(1, GATES);
        s.unit = 1e6;
        s.run(0, WEEK, m -> nightly(m, 200));
        s.said.clear();
        s.run(WEEK, WEEK + DAY / 4, m -> nightly(m, 266));
        Evidence evidence = s.at(Level.WARN).episode().evidence();
        assertThat(evidence.test()).isEqualTo(Evidence.Test.PEAK);
        assertThat(evidence.value()).isBetween(1.2, 1.4);
        assertThat(evidence.text()).contains("times the usual peak at this time of day");
    }

    private static double nightly(long minute, double calls) {
        long into = minute % DAY - 120;
        return into >= 0 && into < 25 ? calls : 2;
    }
}
