package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.replay.Tuning.Candidate;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuningTest {

    private final Tuning tuning = new Tuning(
            14,
            candidate("as configured", 0),
            List.of(candidate("auto", 5), candidate("0.1", 14), candidate("1", 2), candidate("5", 1)));

    @Test
    void ofTheLinesThatPageSeldomEnoughItTakesTheOneThatHearsMost() {
        assertThat(tuning.within(1).line()).isEqualTo("1");
        assertThat(tuning.within(7).line()).isEqualTo("0.1");
    }

    @Test
    void whereAllPageTooOftenItTakesNone() {
        assertThat(tuning.within(.4)).isNull();
    }

    private static Candidate candidate(String line, int pages) {
        return new Candidate(
                line, pages, pages / 2.0, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, 0, List.of(), List.of());
    }
}
