package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code breakwater receive} as a process of 512 MB, with deliveries that would each fill this memory if
 * everything were stored.
 */
@Tag("full")
class ReceiveMemoryIT {
    private static final String KEY = "a-key-for-the-test";
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration ACKNOWLEDGED = Duration.ofMinutes(5);
    /** The sent size of a delivery: records in gzip, well compressed, in base64. */
    private static final int BODY = 22_700_000;

    private static final int EVENTS_A_RECORD = 300_000;
    private static final int MOST_RESIDENT_KB = 900 << 10;

    @TempDir
    Path folder;

    private Process process;
    private FirehoseClient client;

    @BeforeEach
    void start() throws Exception {
        Path config = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./landing } }
                receive: { listen: "127.0.0.1:0", keys: [{ accessKey: "env:FIREHOSE_ACCESS_KEY", accounts: ["111122223333"] }], keepFreeMb: 0, roll: 1s }
                """);
        List<String> command = new ArrayList<>(JobProcess.breakwater(List.of("receive", "-c", config.toString()))
                .command());
        command.replaceAll(word -> word.startsWith("-Xmx") ? "-Xmx512m" : word);
        // too little memory ends the process at once, so that it does not survive by chance
        command.add(1, "-XX:+ExitOnOutOfMemoryError");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().put("FIREHOSE_ACCESS_KEY", KEY);
        process = builder.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (JobProcess.listening(log()).isEmpty()) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("it ends: " + Files.readString(log()))
                    .isFalse();
            assertThat(System.nanoTime()).as("it listens").isLessThan(deadline);
        }
        client = new FirehoseClient(JobProcess.listening(log()).orElseThrow(), KEY);
    }

    @AfterEach
    void stop() throws Exception {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    @Test
    void deliveriesOfStartsThatComeAgainAndTogetherEndNothing() throws Exception {
        List<byte[]> records = records();
        for (String id : List.of("r-1", "r-1")) {
            long deadline = System.nanoTime() + ACKNOWLEDGED.toNanos();
            while (send(id, records) != 200) {
                assertThat(process.isAlive()).isTrue();
                assertThat(System.nanoTime()).as(id + " is acknowledged").isLessThan(deadline);
            }
        }
        List<CompletableFuture<Integer>> together = List.of("r-2", "r-3").stream()
                .map(id -> CompletableFuture.supplyAsync(() -> send(id, records)))
                .toList();
        assertThat(together).extracting(CompletableFuture::join).isSubsetOf(200, 503);

        FirehoseDelivery usual = FirehoseDelivery.of("usual", sample());
        assertThat(FirehoseClient.acknowledges(client.send(usual, true), usual)).isTrue();
        assertThat(process.isAlive()).isTrue();
        assertThat(Files.readString(log())).doesNotContain("OutOfMemoryError");
        assertThat(client.page("/metrics")).containsPattern("rejects_total\\{reason=\"too-many-events\"} [1-9]");
        long resident = resident();
        System.out.printf("receive with 512 MB of heap: %d MB resident at most%n", resident >> 10);
        assertThat(resident).isLessThan(MOST_RESIDENT_KB);
    }

    /**
     * Accepts a 503, if other deliveries use the memory or no answer came in time. Firehose then sends the delivery
     * again.
     */
    private int send(String id, List<byte[]> records) {
        try {
            return client.send(FirehoseDelivery.of(id, 1, records), false).status();
        } catch (UncheckedIOException e) {
            return 503;
        }
    }

    /** Returns the largest memory of the process so far, KB. */
    private long resident() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(l -> l.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }

    private static List<byte[]> records() {
        List<byte[]> records = new ArrayList<>();
        for (long sent = 0; sent < BODY; ) {
            byte[] record = FirehoseDelivery.gzip(starts(records.size()));
            records.add(record);
            sent += record.length * 4L / 3;
        }
        return records;
    }

    /** Ids that compress best, so that one delivery contains as many as possible: 6.4 million. */
    private static byte[] starts(int record) {
        StringBuilder text = new StringBuilder("{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\","
                + "\"logGroup\":\"/aws/lambda/f\",\"logStream\":\"s\",\"logEvents\":[");
        for (int i = 0; i < EVENTS_A_RECORD; i++) {
            text.append(i == 0 ? "" : ",").append("{\"id\":\"").append((long) record * EVENTS_A_RECORD + i);
            text.append("\",\"timestamp\":1764000000000,\"message\":\"START RequestId: x\"}");
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sample() {
        return new MetricStreamFiles("111122223333")
                .minute("checkout", 29_400_000, 10)
                .text();
    }

    private Path log() {
        return folder.resolve("receive.log");
    }
}
