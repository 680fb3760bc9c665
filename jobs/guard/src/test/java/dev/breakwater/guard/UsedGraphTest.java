package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.guard.stage.Normalise;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control gets the concurrency of functions without a reservation: live, and not in a recording. */
class UsedGraphTest {

    private static final String ACCOUNT = "111122223333";

    @TempDir
    Path folder;

    @Test
    void aLiveJobGivesItToControl() {
        assertThat(controlHears(Books.live(ACCOUNT, Map.of()))).isTrue();
    }

    @Test
    void aRecordingDoesNotSoThatItStepsByItsReservationsAlone() {
        assertThat(controlHears(Books.recorded(ACCOUNT, Map.of()))).isFalse();
    }

    private boolean controlHears(GuardSettings settings) {
        var env = LocalJob.bounded(1);
        var source = LandingSource.of(List.of(folder), LandingSettings.bounded(Clock.systemUTC()));
        SurgeGuardJob.build(
                env, settings, Ports.recording(source, folder.resolve("out").toString()));
        return env.getStreamGraph().getStreamNodes().stream()
                .filter(node -> Stage.CONTROL.uid().equals(node.getTransformationUID()))
                .flatMap(node -> node.getInEdges().stream())
                .anyMatch(edge -> Normalise.USED.equals(edge.getOutputTag()));
    }
}
