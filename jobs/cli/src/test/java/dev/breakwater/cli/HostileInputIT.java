package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests a folder of hostile input beside good files. Bad input is rejected with a reason, every good sample is used,
 * and the exit code is 0.
 */
class HostileInputIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int GOOD_MINUTES = 200;

    @TempDir
    Path folder;

    @Test
    void hostileFilesEndInRejectsAndEveryGoodSampleIsUsed() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        good(in.resolve("a-good.jsonl"), 0);
        hostile(in);
        good(in.resolve("z-good.jsonl"), GOOD_MINUTES);
        int exit = Breakwater.run(
                "replay",
                "--input",
                in.toString(),
                "--out",
                folder.resolve("out").toString());
        assertThat(exit).isZero();
        JsonNode summary = MAPPER.readTree(folder.resolve("out/summary.json").toFile());
        // the truncated gzip adds the whole lines before its damage
        assertThat(summary.path("samples").asInt()).isBetween(6 * GOOD_MINUTES, 6 * GOOD_MINUTES + 300);
        TreeSet<String> reasons = new TreeSet<>();
        for (String line : Files.readAllLines(folder.resolve("out/rejects.jsonl"))) {
            JsonNode reject = MAPPER.readTree(line);
            reasons.add(reject.path("file").asText());
            assertThat(reject.path("reason").asText()).isNotBlank();
            assertThat(line).doesNotContain("\u001b").hasSizeLessThan(2_000);
        }
        assertThat(reasons)
                .containsExactlyInAnyOrder(
                        "b-binary", "b-bomb.gz", "b-long-line.jsonl", "b-truncated.gz", "b-wrong.jsonl");
    }

    private static void hostile(Path in) throws IOException {
        byte[] noise = new byte[1 << 20];
        new Random(3).nextBytes(noise);
        Files.write(in.resolve("b-binary"), noise);
        Files.createFile(in.resolve("b-empty.jsonl"));
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        try (OutputStream line = Files.newOutputStream(in.resolve("b-long-line.jsonl"))) {
            for (int i = 0; i < 100; i++) line.write(chunk);
            line.write('\n');
        }
        try (OutputStream bomb = new GZIPOutputStream(Files.newOutputStream(in.resolve("b-bomb.gz")))) {
            for (int i = 0; i < 512; i++) bomb.write(new byte[1 << 20]);
        }
        truncated(in.resolve("b-truncated.gz"));
        Files.write(in.resolve("b-wrong.jsonl"), wrongLines(), StandardCharsets.UTF_8);
    }

    private static void truncated(Path file) throws IOException {
        Path whole = file.resolveSibling(".whole");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            for (int m = 0; m < 100; m++) {
                out.write(sample("torn", GOOD_MINUTES - 100 + m, "Invocations", "5.0")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        Files.delete(whole);
        Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    }

    private static List<String> wrongLines() {
        String good = sample("f", GOOD_MINUTES - 1, "Invocations", "5.0").trim();
        return List.of(
                "{",
                "[1,2]",
                "null",
                good.replace("\"sum\":5.0", "\"sum\":\"five\""),
                good.replace("\"sum\":5.0", "\"sum\":NaN"),
                good.replace("\"sum\":5.0", "\"sum\":-5"),
                good.replace("Invocations", "SomethingNew"),
                good.replaceAll("\"timestamp\":\\d+", "\"timestamp\":0"),
                good.replaceAll("\"timestamp\":\\d+", "\"timestamp\":32472144000000"),
                good.replace("\"FunctionName\":\"f\"", "\"FunctionName\":\"\u001b[31mred\""),
                good.replace("\"FunctionName\":\"f\"", "\"FunctionName\":\"" + "n".repeat(100_000) + "\""),
                "{\"a\":".repeat(5_000));
    }

    private static void good(Path file, int from) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int m = from; m < from + GOOD_MINUTES; m++) {
            lines.append(sample("good", m, "Invocations", "100.0"));
            lines.append(sample("good", m, "Duration", "100.0"));
            lines.append(sample("good", m, "ConcurrentExecutions", "100.0"));
        }
        Files.writeString(file, lines);
    }

    private static String sample(String function, int minute, String metric, String sum) {
        return "{\"metric_stream_name\":\"s\",\"account_id\":\"111122223333\",\"region\":\"eu-west-1\","
                + "\"namespace\":\"AWS/Lambda\",\"metric_name\":\"" + metric
                + "\",\"dimensions\":{\"FunctionName\":\"" + function + "\"},\"timestamp\":"
                + (1_785_000_000_000L / 60_000 + minute) * 60_000
                + ",\"value\":{\"count\":100.0,\"sum\":" + sum + ",\"max\":1.0,\"min\":1.0},\"unit\":\"Count\"}\n";
    }
}
