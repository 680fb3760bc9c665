package dev.breakwater.bench.worth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
}
