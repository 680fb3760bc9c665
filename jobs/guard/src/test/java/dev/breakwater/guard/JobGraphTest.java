package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.guard.stage.Normalise;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of the job's operators, and what control gets. */
class JobGraphTest {

    private static final String ACCOUNT = "111122223333";

    @TempDir
    Path folder;

    @Test
    void aLiveJobGivesControlTheConcurrencyOfFunctionsWithoutAReservation() {
        assertThat(controlHears(Books.live(ACCOUNT, Map.of()))).isTrue();
    }

    @Test
    void aRecordingDoesNotSoThatItStepsByItsReservationsAlone() {
        assertThat(controlHears(Books.recorded(ACCOUNT, Map.of()))).isFalse();
    }

    @Test
    void eachOperatorIsShownUnderItsUid() {
        assertThat(nodes(Books.live(ACCOUNT, Map.of())))
                .allSatisfy(node -> assertThat(node.getOperatorName()).contains(node.getTransformationUID()));
    }

    private boolean controlHears(GuardSettings settings) {
        return nodes(settings).stream()
                .filter(node -> Stage.CONTROL.uid().equals(node.getTransformationUID()))
                .flatMap(node -> node.getInEdges().stream())
                .anyMatch(edge -> Normalise.USED.equals(edge.getOutputTag()));
    }

    private List<StreamNode> nodes(GuardSettings settings) {
        var env = LocalJob.bounded(2);
        var source = LandingSource.of(List.of(folder), LandingSettings.bounded(Clock.systemUTC()));
        SurgeGuardJob.build(
                env, settings, Ports.recording(source, folder.resolve("out").toString()));
        return List.copyOf(env.getStreamGraph().getStreamNodes());
    }
}
