package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandedSamples;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs three processes of {@code breakwater receive} on one bucket, and kills one of them under load. */
@Tag("full")
class ReceiversKillIT {
    private static final int RECEIVERS = 3;
    private static final int SENDERS = 9;
    private static final int LINES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Process> processes = new ArrayList<>();
    private final List<URI> addresses = new CopyOnWriteArrayList<>();
    private volatile boolean sending = true;
    private MotoServer aws;
    private AwsClients clients;
    private S3Client s3;

    @BeforeEach
    void start() throws Exception {
        aws = MotoServer.start();
        AwsBasicCredentials credentials = AwsBasicCredentials.create("emulator", "emulator");
        AwsSettings settings = new AwsSettings("us-east-1", aws.endpoint().toString(), "", 10_000);
        clients = new AwsClients(settings, Map.of(), StaticCredentialsProvider.create(credentials));
        s3 = clients.s3();
        s3.createBucket(r -> r.bucket("landing"));
        for (int i = 0; i < RECEIVERS; i++) receiver();
    }

    @AfterEach
    void stop() throws Exception {
        sending = false;
        for (Process process : processes) process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        clients.close();
        aws.close();
    }

    @Test
    void oneOfThreeThatIsKilledUnderLoadLosesNothingAcknowledgedAndNothingIsReadTwice() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        for (int i = 0; i < SENDERS; i++) senders.execute(this::sendOnAndOn);
        await(() -> acknowledged.size() >= 40);
        assertThat(ready(1)).isEqualTo(200);
        processes.get(0).destroyForcibly().waitFor();
        await(() -> acknowledged.size() >= 120);
        sending = false;
        senders.shutdown();
        assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(retries.get()).as("some were cut off and sent to another").isPositive();

        Map<String, Integer> landed = new TreeMap<>();
        try (LandedSamples job = LandedSamples.following(s3)) {
            for (int quiet = 0; quiet < 2; quiet++) {
                List<FeedRecord> more = job.more();
                if (!more.isEmpty()) quiet = -1;
                more.forEach(record -> landed.merge(record.datapoint().function(), 1, Integer::sum));
            }
        }
        Set<String> expected = new TreeSet<>();
        for (int number : acknowledged) for (int i = 0; i < LINES; i++) expected.add("f" + number + "-" + i);
        assertThat(landed.values()).as("nothing twice").containsOnly(1);
        assertThat(landed.keySet()).as("nothing missing").isEqualTo(expected);
    }

    /**
     * Delivers like Firehose behind a load balancer: the same delivery to any receiver until it is acknowledged, then
     * the next.
     */
    private void sendOnAndOn() {
        while (sending) {
            int number = next.getAndIncrement();
            FirehoseDelivery delivery = FirehoseDelivery.of("delivery-" + number, lines(number));
            for (int to = number; !acknowledged(delivery, to); to++) {
                retries.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            acknowledged.add(number);
        }
    }

    private boolean acknowledged(FirehoseDelivery delivery, int to) {
        FirehoseClient client = new FirehoseClient(addresses.get(to % RECEIVERS), "a-key-for-the-test");
        try {
            return FirehoseClient.acknowledges(client.send(delivery, true), delivery);
        } catch (UncheckedIOException e) {
            return false; // killed
        }
    }

    private static String lines(int number) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append(
                            "{\"metric_stream_name\":\"s\",\"account_id\":\"111122223333\",\"region\":\"us-east-1\","
                                    + "\"namespace\":\"AWS/Lambda\",\"metric_name\":\"Invocations\",\"dimensions\":{\"FunctionName\":\"f")
                    .append(number + "-" + i)
                    .append(
                            "\"},\"timestamp\":1764000000000,\"value\":{\"count\":1.0,\"sum\":1.0,\"max\":1.0,\"min\":1.0},"
                                    + "\"unit\":\"Count\"}\n");
        }
        return lines.toString();
    }

    private int ready(int receiver) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(addresses.get(receiver).resolve("/ready"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void receiver() throws Exception {
        Path log = folder.resolve("receive-" + processes.size() + ".log");
        ProcessBuilder builder = JobProcess.breakwater(List.of("receive", "-c", config().toString()))
                .redirectOutput(log.toFile());
        builder.environment().putAll(aws.environment());
        builder.environment().put("FIREHOSE_ACCESS_KEY", "a-key-for-the-test");
        Process process = builder.start();
        processes.add(process);
        await(() -> {
            Optional<URI> listening = JobProcess.listening(log);
            boolean up = listening.isPresent();
            assertThat(up || process.isAlive()).as(Files.readString(log)).isTrue();
            listening.ifPresent(addresses::add);
            return up;
        });
    }

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                accounts: [{ id: "111122223333", regions: [us-east-1] }]
                source: { landing: { path: "s3://landing/zone/" } }
                receive: { listen: "127.0.0.1:0", keys: [{ accessKey: "env:FIREHOSE_ACCESS_KEY", accounts: ["111122223333"] }], roll: 1s }
                """);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
