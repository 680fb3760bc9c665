package dev.breakwater.cli.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.ledger.AttackRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DemoRecordingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static DemoRecording recording;
    private static DemoRecording.Written written;

    @BeforeAll
    static void write() throws IOException {
        recording = DemoRecording.load();
        written = recording.writeTo(folder.resolve("written"));
    }

    @Test
    @Tag("full") // a million lines
    void everyLineIsASampleInOrderOfTimeAndTheSumsAreThoseOfTheHeader() throws IOException {
        Map<String, Double> sums = new HashMap<>();
        Set<String> seen = new HashSet<>();
        long lines = 0;
        long last = recording.start().toEpochMilli();
        long end = recording.end().toEpochMilli();
        for (Path part : parts(written.samples())) {
            for (JsonNode sample : samples(part)) {
                long at = sample.get("timestamp").asLong();
                if (at < last || at > end - 60_000)
                    assertThat(at).isBetween(last, end - 60_000); // cheap a million times
                last = at;
                lines++;
                seen.add(sample.at("/dimensions/FunctionName").asText());
                sums.merge(
                        sample.get("metric_name").asText(),
                        sample.at("/value/sum").asDouble(),
                        Double::sum);
            }
        }
        JsonNode totals =
                Recording.read(DemoRecording.resource("recording.txt.gz")).totals();
        assertThat(lines)
                .isEqualTo(written.lines())
                .isEqualTo(totals.path("samples").asLong());
        assertThat(seen).hasSize(40).hasSize(recording.functions());
        assertThat(sums).containsOnlyKeys("Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions");
        assertThat(sums.get("Invocations")).isEqualTo(totals.path("invocations").asDouble());
        assertThat(sums.get("Throttles")).isEqualTo(totals.path("throttles").asDouble());
        assertThat(sums.get("Errors")).isEqualTo(totals.path("errors").asDouble());
        assertThat(sums.get("Duration")).isEqualTo(totals.path("durationMs").asDouble());
    }

    @Test
    void statisticsOfOneSampleAgreeWithEachOther() throws IOException {
        Path busiest = parts(written.samples()).get(11); // Wednesday evening: the loop fills the account
        List<JsonNode> wrong = new ArrayList<>();
        for (JsonNode sample : samples(busiest)) {
            JsonNode value = sample.get("value");
            double mean = value.get("sum").asDouble() / value.get("count").asDouble();
            boolean agree = value.get("min").asDouble() <= mean
                    && mean <= value.get("max").asDouble();
            if (!agree) wrong.add(sample);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void writesTheSameBytesEachTime() throws IOException {
        DemoRecording.Written again = DemoRecording.load().writeTo(folder.resolve("again"));
        assertThat(parts(written.samples())).hasSize(27);
        for (Path part : parts(written.samples())) {
            assertThat(again.samples().resolve(part.getFileName())).hasSameBinaryContentAs(part);
        }
        assertThat(again.functions()).hasSameBinaryContentAs(written.functions());
    }

    @Test
    @Tag("full")
    void onEndTheSecondTimeFollowsTheFirstAndHoldsTheSame() throws IOException {
        DemoRecording.Written twice = recording.writeTo(folder.resolve("twice"), 2);
        List<Path> parts = parts(twice.samples());
        assertThat(parts).hasSize(54);
        assertThat(twice.lines()).isEqualTo(2 * written.lines());
        long length = recording.end().toEpochMilli() - recording.start().toEpochMilli();
        List<JsonNode> first = samples(parts.get(3));
        List<JsonNode> again = samples(parts.get(27 + 3));
        assertThat(again).hasSameSizeAs(first);
        for (int i = 0; i < first.size(); i += 1000) {
            ((ObjectNode) first.get(i))
                    .put("timestamp", first.get(i).get("timestamp").asLong() + length);
            assertThat(again.get(i)).isEqualTo(first.get(i));
        }
    }

    @Test
    void theInventoryNamesEveryFunctionWithItsMemory() throws IOException {
        Set<String> names = new HashSet<>();
        for (String line : Files.readAllLines(written.functions())) {
            JsonNode function = JSON.readTree(line);
            names.add(function.get("function").asText());
            assertThat(function.get("memoryMb").asInt()).isBetween(128, 10_240);
            assertThat(function.get("architecture").asText()).isIn("x86_64", "arm64");
            assertThat(function.get("timeoutSeconds").asInt()).isBetween(1, 900);
            assertThat(function.get("account").asText()).isEqualTo("111122223333");
        }
        assertThat(names).hasSize(40).contains("checkout", "pdf-render", "thumbnails");
    }

    @Test
    void theLabelsNameOneAttackOfEachMainKindAfterTwoAndAHalfDays() throws IOException {
        assertThat(recording.attacks())
                .extracting(AttackRow::id)
                .containsExactly(
                        "flood", "slow-burn", "duration", "recursion", "pulse", "off-peak", "spread", "new-function");
        assertThat(recording.attacks()).allSatisfy(attack -> {
            assertThat(attack.from()).isAfter(recording.start().plusSeconds(60 * 3600));
            assertThat(attack.to()).isBefore(recording.end());
        });
        JsonNode labels = JSON.readTree(DemoRecording.resource("recording.labels.json"));
        assertThat(labels.path("attacks")).allSatisfy(attack -> {
            assertThat(attack.path("excessUsd").asDouble()).isGreaterThan(10);
            assertThat(attack.path("incidentKinds")).isNotEmpty();
        });
        assertThat(labels.path("benign"))
                .extracting(label -> label.path("id").asText())
                .containsExactly("deployment", "cron", "flash-crowd", "launch");
    }

    private static List<Path> parts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<JsonNode> samples(Path part) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(part)), StandardCharsets.UTF_8))) {
            List<JsonNode> samples = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                samples.add(JSON.readTree(line));
            }
            return samples;
        }
    }
}
