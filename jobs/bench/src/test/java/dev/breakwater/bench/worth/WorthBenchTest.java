package dev.breakwater.bench.worth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("full")
class WorthBenchTest {

    @Test
    void theMoreAThrottleMustBeWorthTheFewerGoodCallsAreRefused() {
        List<String> lines = new ArrayList<>();
        new WorthBench(1, what -> {}).print(lines::add);
        List<Double> refused = lines.stream()
                .filter(l -> l.startsWith("| 1, "))
                .map(l -> Double.parseDouble(l.split("\\|")[10].strip().replace(",", "")))
                .toList();
        assertThat(refused).hasSize(14);
        for (int set = 0; set < 2; set++) {
            List<Double> one = refused.subList(7 * set, 7 * set + 7);
            for (int i = 1; i < one.size(); i++) assertThat(one.get(i)).isLessThanOrEqualTo(one.get(i - 1));
        }
    }

    /** Tests each of the drawn sets separately. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, true", "1, false", "2, false", "3, false"})
    void aLowerPageThresholdNeverFindsFewerDollars(long seed, boolean changing) {
        double[] ahead = DoubleStream.of(10, 5, 2, 1, .5)
                .map(usd -> WorthBench.dollarsAhead(usd, changing, seed))
                .toArray();
        assertThat(ahead).isSorted();
        assertThat(ahead[4]).isGreaterThan(ahead[0]);
    }
}
