package dev.breakwater.bench.worth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.bench.score.Scorer;
import dev.breakwater.bench.set.BenchSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("full")
class WorthBenchTest {

    /** On a single set, a throttle that comes later may refuse more, because it sets another limit. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theMoreAThrottleMustBeWorthTheFewerGoodCallsAreRefused(boolean changing) {
        List<List<Double>> sets = LongStream.rangeClosed(1, 3)
                .mapToObj(seed -> WorthBench.refused(set(seed, changing), seed))
                .toList();
        List<Double> refused = IntStream.range(0, sets.get(0).size())
                .mapToObj(i -> sets.stream().mapToDouble(s -> s.get(i)).sum())
                .toList();
        assertThat(refused).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(refused.get(0)).isGreaterThan(refused.get(refused.size() - 1));
    }

    /** Tests each of the drawn sets separately. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, true", "1, false", "2, false", "3, false"})
    void aLowerPageThresholdNeverFindsFewerDollars(long seed, boolean changing) {
        BenchSet set = set(seed, changing);
        double[] ahead = DoubleStream.of(10, 5, 2, 1, .5)
                .map(usd -> ahead(set, seed, usd))
                .toArray();
        assertThat(ahead).isSorted();
        assertThat(ahead[4]).isGreaterThan(ahead[0]);
    }

    private static BenchSet set(long seed, boolean changing) {
        return changing ? BenchSet.changing(seed) : BenchSet.of(seed);
    }

    /** Returns the share of the attacks' cost that comes after the page. */
    private static double ahead(BenchSet set, long seed, double pageUsd) {
        return Scorer.of(set)
                .score(WorthBench.guarded(set, seed, pageUsd).paged())
                .costAhead();
    }
}
