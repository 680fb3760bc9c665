package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.bench.report.GrowthTable.GrowthResult;
import dev.breakwater.bench.report.GrowthTable.GrowthResult.Run;
import dev.breakwater.cli.command.Configurations;
import org.junit.jupiter.api.Test;

class GrowthBenchTest {

    @Test
    void measuresBothPhasesAndBothRestores() throws Exception {
        GrowthResult result = new GrowthBench(Configurations.shipped(), 0, 500, 1).run(40, "heap");
        assertThat(result.runs()).extracting(Run::functions).containsExactly(40);
        for (Run run : result.runs()) {
            assertThat(run.some().samples()).isBetween(500L, 1_000L);
            assertThat(run.all().samples()).isBetween(500L, 1_000L);
            assertThat(run.some().samplesASecond()).isPositive();
            assertThat(run.all().cpuMicros()).isPositive();
            assertThat(run.all().checkpointBytes()).isPositive();
            assertThat(run.heap()).isPositive();
            assertThat(run.restoreSeconds()).isPositive();
            assertThat(run.rescaleSeconds()).isPositive();
        }
    }
}
