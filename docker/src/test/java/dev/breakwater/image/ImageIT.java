package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.connectors.testkit.ListeningSockets;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.connectors.testkit.pagerduty.PagerDutyDouble;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code compose.yaml} from the file systems of images that were just built, its ports being this machine's. */
class ImageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** The longest hold, the five minutes that a sweep leaves to the job, and a sweep each minute. */
    private static final Duration OVER_AND_SWEPT = Duration.ofMinutes(10);

    private static final String FUNCTION = "checkout";
    private static final String CONFIGURATION = "breakwater.yaml";
    private static final URI AWS = URI.create("http://127.0.0.1:5000");
    private static final String LOCAL = "file:///var/breakwater";
    private static final String BUCKET = "breakwater-image";
    private static final Path DOCKER = Path.of("").toAbsolutePath();
    private static List<String> images;

    @TempDir
    Path folder;

    private interface Condition {
        boolean holds() throws Exception;
    }

    @BeforeAll
    static void build() throws Exception {
        images = Composition.output(DOCKER.resolveSibling(".ci/images").toString());
    }

    @Test
    void aFloodIsPagedAndThrottledByFlinksProcessesAndReleasedByTheSweeperWhenTheyAreDead() throws Exception {
        try (PagerDutyDouble pager = PagerDutyDouble.start();
                Composition compose = composition(pager.endpoint())) {
            compose.start("emulator");
            healthy(compose, "emulator", "5000/moto-api/data.json");
            EmulatedFunctions lambda = new EmulatedFunctions(AWS, MetricStreamFiles.REGION);
            lambda.create(FUNCTION, Map.of());
            lambda.lambda().putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(60));
            bucket();
            compose.start("jobmanager", "taskmanager", "receiver", "sweeper");
            healthy(compose, "jobmanager", "8081/overview");
            healthy(compose, "receiver", "8443/health");
            flood();

            await(compose, "the throttle", () -> lambda.reserved(FUNCTION) == 45);
            pager.await(p -> p.alerts().stream().anyMatch(a -> a.open()), PATIENCE);
            assertThat(compose.inside("taskmanager", "bash", "-c", "id -u; touch /opt/breakwater/x"))
                    .startsWith("1 9999\n")
                    .contains("Read-only file system");
            for (String service : List.of("emulator", "jobmanager", "taskmanager", "receiver")) {
                assertThat(ListeningSockets.of(compose.pid(service)))
                        .as(service)
                        .isNotEmpty()
                        .allMatch(socket -> socket.getAddress().isLoopbackAddress());
            }

            compose.kill("jobmanager", "taskmanager");
            assertThat(compose.inside("jobmanager", "breakwater", "healthy")).startsWith("1 ");
            await(compose, "the release", OVER_AND_SWEPT, () -> lambda.reserved(FUNCTION) == 60);
            await(compose, "the sweeper to say so", () -> compose.log("sweeper").contains(FUNCTION));
            lambda.close();
        }
    }

    @Test
    void theListOfPartsNamesEachJarOfTheImageAndWhatFlinksBundle() throws Exception {
        try (Composition compose = new Composition(images, DOCKER, Map.of())) {
            Path parts = compose.root("breakwater").resolve("opt/breakwater");
            TreeSet<String> named = new TreeSet<>();
            JsonNode list =
                    new ObjectMapper().readTree(parts.resolve("sbom.json").toFile());
            list.path("components").forEach(c -> {
                named.add(c.path("name").asText() + '-' + c.path("version").asText() + ".jar");
                c.path("components")
                        .forEach(inside -> named.add(inside.path("name").asText()));
            });
            for (String place : List.of("lib", "plugins/s3")) {
                try (var jars = Files.list(parts.resolve(place))) {
                    assertThat(jars.map(jar -> jar.getFileName().toString()))
                            .isNotEmpty()
                            .allMatch(named::contains)
                            .noneMatch(jar -> jar.matches("(breakwater-bench|jmh|async-profiler).*"));
                }
            }
            assertThat(named).contains("pekko-actor_2.12", "aws-java-sdk-s3", "netty-handler");
        }
    }

    private static void bucket() {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(AWS)
                .region(Region.of(MetricStreamFiles.REGION))
                .forcePathStyle(true)
                .credentialsProvider(EmulatedFunctions.credentials())
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            s3.createBucket(r ->
                    r.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint(MetricStreamFiles.REGION)));
        }
    }

    /** The repository's composition, but with a pager, leases that end soon, state in RocksDB and checkpoints in S3. */
    private Composition composition(URI pager) throws IOException {
        Files.copy(DOCKER.resolve("compose.yaml"), folder.resolve("compose.yaml"));
        String flink = Files.readString(DOCKER.resolve("flink.yaml"));
        assertThat(flink).contains(LOCAL);
        String more = "\ns3.path.style.access: true\nstate.backend.type: rocksdb\n";
        Files.writeString(
                folder.resolve("flink.yaml"), flink.replace(LOCAL, "s3://" + BUCKET) + "s3.endpoint: " + AWS + more);
        String shipped = Files.readString(DOCKER.resolve(CONFIGURATION));
        String quick = shipped.replace("hold: 15m, maxHold: 4h", "hold: 1m, maxHold: 2m");
        assertThat(quick).isNotEqualTo(shipped);
        Files.writeString(
                folder.resolve(CONFIGURATION),
                quick + "notify: { pagerduty: { routingKey: \"env:PD_ROUTING_KEY\", endpoint: \"" + pager + "\" } }\n");
        return new Composition(images, folder, Map.of("PD_ROUTING_KEY", "0123456789abcdef0123456789abcdef"));
    }

    /** Two usual days, then four minutes at five hundred times that, as Firehose delivers them. */
    private void flood() throws IOException {
        FirehoseClient client = new FirehoseClient(URI.create("http://127.0.0.1:8443"), "a-key-for-trying-it-out");
        Map<String, String> stream = Map.of(
                "X-Amz-Firehose-Source-Arn", "arn:aws:firehose:eu-west-1:" + MotoServer.ACCOUNT + ":deliverystream/m");
        long start = System.currentTimeMillis() / 60_000 - 4;
        new MetricStreamFiles(MotoServer.ACCOUNT)
                .minutes(start - 2 * 1440, start + 4, m -> m < start ? 3_000 : 1_500_000, FUNCTION)
                .into(folder, "samples");
        List<String> lines = Files.readAllLines(folder.resolve("samples"));
        for (int from = 0; from < lines.size(); from += 500) {
            String text = String.join("\n", lines.subList(from, Math.min(lines.size(), from + 500)));
            FirehoseDelivery delivery =
                    FirehoseDelivery.of("delivery-" + from, 1, List.of(text.getBytes(StandardCharsets.UTF_8)));
            FirehoseClient.Answer answer = client.send(delivery.requestId(), delivery.body(), stream);
            assertThat(FirehoseClient.acknowledges(answer, delivery))
                    .as("%s", answer)
                    .isTrue();
        }
    }

    private static void healthy(Composition compose, String service, String asked) throws Exception {
        await(
                compose,
                service + " to be healthy",
                () -> compose.inside("jobmanager", "env", "HEALTH=" + asked, "breakwater", "healthy")
                        .startsWith("0 "));
    }

    private static void await(Composition compose, String what, Condition condition) throws Exception {
        await(compose, what, PATIENCE, condition);
    }

    private static void await(Composition compose, String what, Duration patience, Condition condition)
            throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        Object monitor = new Object();
        while (!condition.holds()) {
            assertThat(compose.alive()).as("all live\n%s", compose.logs()).isTrue();
            assertThat(System.nanoTime())
                    .as("waited for %s\n%s", what, compose.logs())
                    .isLessThan(deadline);
            synchronized (monitor) {
                monitor.wait(500);
            }
        }
    }
}
