package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.lambda.inventory.InventorySource;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory;
import dev.breakwater.guard.stage.Normalise;
import dev.breakwater.guard.stage.fleet.FirstFleet;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the operators that people see, and the inputs of control. */
class JobGraphTest {

    private static final String ACCOUNT = "111122223333";
    /** Ten thousand random names of eight bytes have more bytes than this. */
    private static final int FLEET_BYTES = 60_000;

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

    @Test
    void aLiveJobSendsOfTheInventoryOnlyLimitsToEveryInstance() {
        assertThat(live().stream()
                        .filter(node -> node.getOutEdges().stream()
                                // the side output stands for the books that this job lacks, and has no elements
                                .filter(edge -> edge.getOutputTag() == null)
                                .anyMatch(edge -> edge.getPartitioner().isBroadcast()))
                        .map(StreamNode::getTransformationUID))
                .containsExactly("functions-limit");
    }

    @Test
    void whatWorksAloneBeforeTheKeysCannotBeScaledAndThatIsTheSameAtAnyParallelism() {
        assertThat(pinned(1))
                .isEqualTo(pinned(2))
                .contains(Stage.SOURCE.uid(), Stage.CLOCK.uid(), Stage.NORMALISE.uid(), Stage.FIRST.uid())
                .doesNotContain(Stage.FUNCTIONS.uid(), Stage.DECISIONS.uid());
    }

    /** The operators of all tasks that can have only one instance. */
    private Set<String> pinned(int parallelism) {
        Set<String> uids = new TreeSet<>();
        for (JobVertex task :
                liveJob(parallelism).getStreamGraph().getJobGraph().getVertices()) {
            if (task.getMaxParallelism() != 1) continue;
            task.getOperatorIDs().forEach(id -> uids.add(id.getUserDefinedOperatorUid()));
        }
        return uids;
    }

    @Test
    void theFleetOfTheStartIsInTheGraphOfALiveJobOnce() throws Exception {
        Map<String, Integer> bytes = new TreeMap<>();
        for (StreamNode node : live()) {
            bytes.put(node.getTransformationUID(), InstantiationUtil.serializeObject(node.getOperatorFactory()).length);
        }
        assertThat(bytes.remove(Stage.FIRST.uid())).isGreaterThan(FLEET_BYTES);
        assertThat(bytes.values()).allMatch(size -> size < FLEET_BYTES);
    }

    /** The job with a fleet of random names, which cannot be packed any smaller. */
    private List<StreamNode> live() {
        return List.copyOf(liveJob(2).getStreamGraph().getStreamNodes());
    }

    private StreamExecutionEnvironment liveJob(int parallelism) {
        Random random = new Random(1);
        Map<String, FunctionFacts> fleet = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            String name = Long.toHexString(random.nextLong());
            fleet.put(FunctionKey.id(ACCOUNT, "eu-west-1", name), facts(name));
        }
        var env = LocalJob.bounded(parallelism);
        Ports recording = Ports.recording(source(), folder.resolve("out").toString());
        PlaceDirectory.Factory nothing = place -> {
            throw new IllegalStateException("is not asked");
        };
        Ports ports = new Ports(
                recording.feeds(),
                Optional.of(InventorySource.of(List.of(), nothing, InventoryPace.every(60_000))),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                recording.folder());
        SurgeGuardJob.build(env, Books.live(ACCOUNT, Map.of()).of(FirstFleet.of(fleet)), ports);
        return env;
    }

    private static FunctionFacts facts(String name) {
        return new FunctionFacts(
                ACCOUNT,
                "eu-west-1",
                name,
                512,
                "arm64",
                30,
                ReservationFacts.UNKNOWN,
                -1,
                Map.of("team", "shop"),
                TriggerFacts.UNKNOWN,
                Capacity.NONE);
    }

    private LandingSource source() {
        return LandingSource.of(List.of(folder), LandingSettings.bounded(Clock.systemUTC()));
    }

    private boolean controlHears(GuardSettings settings) {
        return nodes(settings).stream()
                .filter(node -> Stage.CONTROL.uid().equals(node.getTransformationUID()))
                .flatMap(node -> node.getInEdges().stream())
                .anyMatch(edge -> Normalise.USED.equals(edge.getOutputTag()));
    }

    private List<StreamNode> nodes(GuardSettings settings) {
        var env = LocalJob.bounded(2);
        SurgeGuardJob.build(
                env, settings, Ports.recording(source(), folder.resolve("out").toString()));
        return List.copyOf(env.getStreamGraph().getStreamNodes());
    }
}
