package dev.breakwater.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFlinkTest {

    @TempDir
    Path folder;

    @Test
    void checkpointsMayFailForEverWithoutARestartThatWouldStopAlarms() {
        var checkpoints =
                EmbeddedFlink.forLive(1, folder, Duration.ofSeconds(10)).getCheckpointConfig();
        assertThat(checkpoints.getTolerableCheckpointFailureNumber()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aConfigurationWithAChannelLessResumesAllTheSame() {
        var settings = EmbeddedFlink.forLive(1, folder, Duration.ofSeconds(10)).getConfiguration();
        assertThat(((Configuration) settings).get(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE))
                .isTrue();
    }
}
