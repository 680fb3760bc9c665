package dev.breakwater.guard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.config.ConfigFile;
import dev.breakwater.connectors.lambda.lever.AwsLeverFactory;
import dev.breakwater.guard.file.JsonLinesSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.transformations.SinkTransformation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LiveJobTest {

    private static final String CANARY = "c4n4ry9876543210c4n4ry9876543210";

    @TempDir
    Path folder;

    /**
     * The REST interface and the web UI show parts of the job graph, the plan and the configuration, and nothing else.
     */
    @Test
    void whatFlinkIsGivenHoldsTheReferenceToASecretAndNotTheSecret() throws Exception {
        Files.createDirectory(folder.resolve("landing"));
        Path secret = Files.writeString(folder.resolve("routing-key"), CANARY);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        build(env, configuration(secret), "");

        StreamGraph graph = env.getStreamGraph();
        String plan = graph.getStreamingPlanAsJSON();
        String given = serialized(graph.getJobGraph()) + plan + env.getConfiguration() + env.getConfig();
        assertThat(plan).contains("source-watch", "notify", "control");
        assertThat(given).as("the search sees inside").contains(secret.toString());
        assertThat(given).doesNotContain(CANARY);
        assertThat(given).as("whose tags it takes for its own").contains("prod-7", "older-3");
    }

    @Test
    void aLandingFolderThatIsNotThereYetIsNamedWithWhatToDo() throws Exception {
        Path file = configuration(Files.writeString(folder.resolve("routing-key"), CANARY));
        assertThatThrownBy(() -> build(StreamExecutionEnvironment.getExecutionEnvironment(configuration()), file, ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "source.landing.path: the folder " + folder.resolve("landing") + " does not exist")
                .hasMessageContaining("docs/sources.md");
    }

    @Test
    void withoutANameItIsCalledAfterItsAccount() throws Exception {
        Files.createDirectory(folder.resolve("landing"));
        Path secret = Files.writeString(folder.resolve("routing-key"), CANARY);
        Path file = configuration(secret);
        Files.writeString(
                file,
                Files.readString(file).replace("mode: enforce", "mode: alert").replaceAll("instance: .*\\n", ""));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        build(env, file, "");
        assertThat(serialized(env.getStreamGraph().getJobGraph())).contains("breakwater-111122223333");
    }

    @Test
    void itsFilesOfLinesAreSetAsideAtTheSizeThatIsConfigured() throws Exception {
        Files.createDirectory(folder.resolve("landing"));
        Path file = configuration(Files.writeString(folder.resolve("routing-key"), CANARY));
        String small = "ledger: { segmentMb: 2, path: ";
        Files.writeString(file, Files.readString(file).replace("ledger: { path: ", small));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        build(env, file, "");
        assertThat(env.getTransformations())
                .filteredOn(SinkTransformation.class::isInstance)
                .extracting(t -> (Object) ((SinkTransformation<?, ?>) t).getSink())
                .filteredOn(JsonLinesSink.class::isInstance)
                .hasSizeGreaterThan(5)
                .allSatisfy(sink -> assertThat(sink).extracting("rotateAt").isEqualTo(2L << 20));
    }

    @Test
    void alsoWhereItMayOnlyAlertItCanGiveBackWhatAnEarlierRunHeld() throws Exception {
        Files.createDirectory(folder.resolve("landing"));
        Path secret = Files.writeString(folder.resolve("routing-key"), CANARY);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        build(env, configuration(secret), "alert");
        assertThat(serialized(env.getStreamGraph().getJobGraph())).contains(AwsLeverFactory.class.getName());
    }

    private static void build(StreamExecutionEnvironment env, Path path, String mode) {
        ConfigFile file = ConfigFile.read(path, mode);
        LiveJob.build(env, file, file.load().value());
    }

    private static Configuration configuration() {
        Configuration c = new Configuration();
        c.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        c.set(PipelineOptions.GENERIC_TYPES, false);
        return c;
    }

    /** Writes a configuration. AWS is unreachable, so the inventory has gaps, but the job is still built. */
    private Path configuration(Path secret) throws IOException {
        String yaml = """
                apiVersion: breakwater.dev/v1
                mode: enforce
                instance: { name: prod-7, adopts: [older-3] }
                accounts:
                  - { id: "111122223333", regions: [eu-west-1] }
                aws: { endpoint: "http://127.0.0.1:1" }
                source:
                  landing: { path: %s }
                policies:
                  - name: default
                    match: { function: "*" }
                    page: { minUsdPerHour: 1 }
                notify:
                  pagerduty: { routingKey: "file:%s" }
                ledger: { path: %s }
                """.formatted(folder.resolve("landing"), secret, folder.resolve("ledger"));
        return Files.writeString(folder.resolve("breakwater.yaml"), yaml);
    }

    private static String serialized(Object graph) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(graph);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
