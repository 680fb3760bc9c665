package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.bench.report.GrowthResult;
import dev.breakwater.bench.report.GrowthResult.Checkpoint;
import dev.breakwater.bench.report.GrowthResult.Run;
import dev.breakwater.bench.report.GrowthResult.Surge;
import dev.breakwater.cli.command.ConfigOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GrowthBenchTest {

    @Test
    void measuresBothPhasesTheCheckpointsAndTheRestoreOfALiveJob() throws Exception {
        GrowthResult result = new GrowthBench(ConfigOption.shipped(), 500, 2).run(40, "rocksdb", 1);
        Run run = result.runs().get(0);
        assertThat(result.runs()).hasSize(1);
        assertThat(run.functions()).isEqualTo(40);
        assertThat(run.accounts()).isEqualTo(2);
        assertThat(run.parallelism()).isEqualTo(2);
        assertThat(run.history()).isEqualTo(1);
        assertThat(run.knownSeconds()).isPositive();
        assertThat(run.some().samples()).isBetween(500L, 1_000L);
        assertThat(run.all().samples()).isBetween(500L, 1_000L);
        assertThat(run.some().samplesASecond()).isPositive();
        assertThat(run.all().cpuMicros()).isPositive();
        assertThat(run.heap()).isPositive();
        for (Checkpoint c : List.of(run.full(), run.next())) {
            assertThat(c.seconds()).isPositive().isGreaterThanOrEqualTo(c.syncSeconds());
            assertThat(c.bytes()).isPositive();
        }
        assertThat(run.restoreSeconds()).isPositive();
    }

    @Test
    @Tag("full")
    void measuresTheLastDecisionAboutASurgeOfAWholeAccount() throws Exception {
        Surge surge = new GrowthBench(ConfigOption.shipped(), 500, 2)
                .surge(40, "rocksdb")
                .surge();
        assertThat(surge.decisions()).isEqualTo(40);
        assertThat(surge.first()).isPositive().isLessThanOrEqualTo(surge.last());
    }
}
