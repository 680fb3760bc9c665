package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.hold.ThrottledMinute;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.LeverRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import dev.breakwater.model.Severity;
import dev.breakwater.model.function.Lever.LeverKind;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    @ParameterizedTest
    @CsvSource({
        "2, 1.5, 8, -1, 12",
        "2, 1.5, 8.1, -1, 13",
        "2, 1.5, 0, -1, 2",
        "0, 1.5, 0, -1, 1",
        "2, 1.5, 8, 10, 10",
        "2, 1.5, 8, 0, 0",
        "2, 1.5, NaN, -1, 2",
        "2, 1.5, 1e300, -1, 2147483647"
    })
    void limitsToHeadroomOverThePeakButNeverRaises(int floor, double headroom, double peak, int previous, int limit) {
        ThrottleRule rule = new ThrottleRule(
                1, floor, headroom, Duration.ZERO, Duration.ZERO, Duration.ZERO, LeverRule.AUTO, false, Worth.ANY);
        assertThat(rule.limit(LeverKind.RESERVATION, peak, previous)).isEqualTo(limit);
    }

    @ParameterizedTest
    @CsvSource({"1000, 600000000, 5, 500", "1001, 600000000, 5, 501", "1000, 60000000, 5, 0", "1000, 0, 5, 0"})
    void avertsTheShareOfTheCostAboveTheLimit(long cost, long durationMicros, int limit, long averted) {
        assertThat(ThrottledMinute.averted(cost, durationMicros, limit)).isEqualTo(averted);
    }

    @ParameterizedTest
    @CsvSource({"false, 99, warning", "true, 10, error", "true, 11, critical"})
    void ratesAPageBeyondTheThrottleLineCritical(boolean paged, long excess, String severity) {
        assertThat(Severity.of(paged, excess, 10).wire()).isEqualTo(severity);
    }
}
