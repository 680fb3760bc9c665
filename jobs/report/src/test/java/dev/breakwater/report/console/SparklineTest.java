package dev.breakwater.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {

    /** A gap that was drawn as zero looked like an outage of the whole fleet. */
    @Test
    void breaksWhereThereIsNoData() {
        Sparkline line = Sparkline.of(Arrays.asList(4, 2, null, null, 4), List.of(0, 0, 0, 0, 0));
        assertThat(line.calls()).isEqualTo("M0 2L18 10M72 2");
        assertThat(line.most()).isEqualTo(4);
    }
}
