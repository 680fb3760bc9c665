package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandedSamples;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code breakwater receive} as a separate process, kills it under load, and ends it normally. */
class ReceiveKillIT {
    private static final int SENDERS = 8;
    private static final int LINES = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger retries = new AtomicInteger();
    private volatile FirehoseClient client;
    private volatile boolean sending = true;
    private Process process;

    @AfterEach
    void stop() throws Exception {
        sending = false;
        if (process != null) process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    @Test
    void noAcknowledgedLineIsMissingAndNoneIsThereTwiceAfterKillsUnderLoad() throws Exception {
        start();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        for (int i = 0; i < SENDERS; i++) senders.execute(this::sendOnAndOn);
        for (int kill = 1; kill <= 2; kill++) {
            int enough = kill * 200;
            await(() -> acknowledged.size() >= enough);
            process.destroyForcibly().waitFor();
            start();
        }
        await(() -> acknowledged.size() >= 600);
        sending = false;
        senders.shutdown();
        assertThat(senders.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(retries.get())
                .as("some deliveries were cut off and tried again")
                .isPositive();
        assertThat(acknowledged).hasSize(next.get());

        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends on SIGTERM").isTrue();

        Map<String, Integer> landed = landed();
        assertThat(landed.values()).as("none twice").containsOnly(1);
        assertThat(landed.keySet()).as("none missing, none invented").isEqualTo(expected());
    }

    /** Delivers like Firehose: the same delivery until it is acknowledged, then the next. */
    private void sendOnAndOn() {
        while (sending) {
            int number = next.getAndIncrement();
            FirehoseDelivery delivery = FirehoseDelivery.of("delivery-" + number, lines(number));
            while (!acknowledged(delivery, number % 2 == 0)) {
                retries.incrementAndGet();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            acknowledged.add(number);
        }
    }

    private boolean acknowledged(FirehoseDelivery delivery, boolean gzip) {
        try {
            return FirehoseClient.acknowledges(client.send(delivery, gzip), delivery);
        } catch (UncheckedIOException e) {
            // the process was killed, or has not started again yet
            return false;
        }
    }

    private static String lines(int number) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append(String.format(
                    Locale.ROOT,
                    "{\"metric_stream_name\":\"s\",\"account_id\":\"111122223333\",\"region\":\"eu-west-1\","
                            + "\"namespace\":\"AWS/Lambda\",\"metric_name\":\"Invocations\","
                            + "\"dimensions\":{\"FunctionName\":\"f%d-%d\"},\"timestamp\":1764000000000,"
                            + "\"value\":{\"count\":1.0,\"sum\":1.0,\"max\":1.0,\"min\":1.0},\"unit\":\"Count\"}\n",
                    number,
                    i));
        }
        return lines.toString();
    }

    private Map<String, Integer> landed() {
        Map<String, Integer> landed = new TreeMap<>();
        for (FeedRecord record : LandedSamples.of(folder.resolve("landing"))) {
            assertThat(record.kind()).as(record.toString()).isEqualTo(FeedRecord.Kind.SAMPLE);
            landed.merge(record.datapoint().function(), 1, Integer::sum);
        }
        return landed;
    }

    private Set<String> expected() {
        Set<String> expected = new java.util.TreeSet<>();
        for (int number : acknowledged) for (int i = 0; i < LINES; i++) expected.add("f" + number + "-" + i);
        return expected;
    }

    private void start() throws Exception {
        Path log = folder.resolve("receive-" + System.nanoTime() + ".log");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.breakwater.cli.Breakwater",
                "receive",
                "-c",
                config().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("FIREHOSE_ACCESS_KEY", "a-key-for-the-test");
        process = builder.start();
        await(() -> {
            Optional<URI> listening = JobProcess.listening(log);
            if (listening.isEmpty()) {
                assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
                return false;
            }
            client = new FirehoseClient(listening.get(), "a-key-for-the-test");
            return true;
        });
    }

    private Path config() throws IOException {
        return Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./landing } }
                receive: { listen: "127.0.0.1:0", keys: [{ accessKey: "env:FIREHOSE_ACCESS_KEY", accounts: ["111122223333"] }], keepFreeMb: 0, roll: 1s }
                """);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Object monitor = new Object();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            synchronized (monitor) {
                monitor.wait(20);
            }
        }
    }
}
