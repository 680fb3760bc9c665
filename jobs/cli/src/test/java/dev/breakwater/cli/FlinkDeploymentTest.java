package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.breakwater.guard.FlinkOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Tests the manifest against the operator's own schema: the spec of {@code flinkdeployments.flink.apache.org-v1.yml} of
 * apache/flink-kubernetes-operator at 6e9caeb4 (1.16-SNAPSHOT, Apache-2.0), without its descriptions.
 */
class FlinkDeploymentTest {

    private static final Path MANIFEST = Path.of("../../docker/kubernetes/flinkdeployment.yaml");

    private final List<String> problems = new ArrayList<>();

    @Test
    void theOperatorsSchemaKnowsEveryFieldAndTakesItsValue() throws IOException {
        check(schema(), deployment().path("spec"), "spec");
        assertThat(problems).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatIsMisspelt() throws IOException {
        JsonNode wrong = new ObjectMapper().readTree("""
                {"mode": "Standalone", "image": 1, "job": {"upgrademode": "savepoint"}}""");
        check(schema(), wrong, "spec");
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "spec.mode is none of [\"native\",\"standalone\"]",
                        "spec.image is no string",
                        "spec.job.upgrademode is not known");
    }

    /** Tests the settings that an upgrade from the newest checkpoint needs, according to the operator's manual. */
    @Test
    void anUpgradeFromTheLastStateHasTheHighAvailabilityThatItNeeds() throws IOException {
        JsonNode spec = deployment().path("spec");
        assertThat(spec.at("/job/upgradeMode").asText()).isEqualTo("last-state");
        JsonNode flink = spec.path("flinkConfiguration");
        assertThat(flink.path("high-availability.type").asText()).isEqualTo("kubernetes");
        assertThat(flink.path("high-availability.storageDir").asText()).startsWith("s3://");
        assertThat(flink.path("execution.checkpointing.dir").asText()).startsWith("s3://");
    }

    /** Tests that the cluster's configuration, which has priority, does not contradict the published options. */
    @Test
    void noManifestOverridesAPublishedOptionAndEachHasTheOneThatOnlyAClusterReads() throws IOException {
        Map<String, String> published = FlinkOptions.published().toMap();
        JsonNode composed = new ObjectMapper(new YAMLFactory())
                .readTree(MANIFEST.resolveSibling("../flink.yaml").normalize().toFile());
        for (JsonNode flink : List.of(deployment().at("/spec/flinkConfiguration"), composed)) {
            for (Map.Entry<String, JsonNode> option : flink.properties()) {
                String own = option.getValue().asText();
                assertThat(own).as(option.getKey()).isEqualTo(published.getOrDefault(option.getKey(), own));
            }
            assertThat(flink.has("execution.checkpointing.num-retained")).isTrue();
        }
    }

    /** Flink reserves two fifths of a TaskManager's memory for RocksDB, which the heap backend would not use. */
    @Test
    void theMemoryThatFlinkManagesIsUsed() throws IOException {
        String rocksdb = "state: { backend: rocksdb }";
        assertThat(MANIFEST).content().contains(rocksdb);
        assertThat(MANIFEST.resolveSibling("../breakwater.yaml").normalize())
                .content()
                .contains(rocksdb);
    }

    private static JsonNode schema() throws IOException {
        try (var in =
                new GZIPInputStream(FlinkDeploymentTest.class.getResourceAsStream("/flinkdeployment-spec.json.gz"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static JsonNode deployment() throws IOException {
        var documents = new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class);
        return documents.<JsonNode>readValues(MANIFEST.toFile()).readAll().stream()
                .filter(o -> o.path("kind").asText().equals("FlinkDeployment"))
                .findFirst()
                .orElseThrow();
    }

    private void check(JsonNode schema, JsonNode value, String where) {
        String type = schema.path("type").asText();
        boolean takes = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true; // an integer or a text
        };
        if (!takes) problems.add(where + " is no " + type);
        JsonNode allowed = schema.path("enum");
        if (allowed.isArray() && !allowed.toString().contains(value.toString()))
            problems.add(where + " is none of " + allowed);
        for (JsonNode item : value.isArray() ? value : List.<JsonNode>of())
            check(schema.path("items"), item, where + "[]");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String name = where + '.' + field.getKey();
            JsonNode known = schema.path("properties").path(field.getKey());
            if (known.isMissingNode()) known = schema.path("additionalProperties");
            boolean free = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
            if (!known.isMissingNode()) check(known, field.getValue(), name);
            else if (!free) problems.add(name + " is not known");
        }
    }
}
