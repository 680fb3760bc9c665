package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.bench.report.LatencyResult;
import dev.breakwater.bench.report.LatencyResult.Run;
import dev.breakwater.cli.command.ConfigOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LatencyBenchTest {

    @Test
    void eachFloodIsDecidedAfterTheFileThatClosesItsMinute() throws Exception {
        List<String> told = new ArrayList<>();
        LatencyResult result = new LatencyBench(ConfigOption.shippedRecording(), 3_000, 1, 1)
                .run(100, Duration.ofMillis(50), told::add);
        assertThat(told).containsExactly("the highest rate", "listed each 50 ms");
        Run run = result.runs().get(0);
        assertThat(run.decisions()).isPositive();
        assertThat(run.samplesASecond()).isBetween(0.7 * result.highest(), 0.9 * result.highest());
        assertThat(run.median()).isPositive().isLessThanOrEqualTo(run.p99());
        assertThat(run.p99()).isLessThanOrEqualTo(run.most());
    }
}
