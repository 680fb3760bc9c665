package dev.breakwater.cli.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exposure.model.AccountReading.Usage;
import dev.breakwater.model.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFolderTest {

    @TempDir
    Path folder;

    @Test
    void incidentsOfPartsThatWereSetAsideAreLeftOutOfPeaksToo() throws Exception {
        Files.writeString(folder.resolve("incidents-1.jsonl"), incident("10:00", "11:00"));
        Files.writeString(folder.resolve("incidents-2.jsonl"), incident("12:00", "13:00"));
        Files.writeString(folder.resolve("incidents.jsonl"), incident("14:00", "15:00"));
        Files.writeString(
                folder.resolve("samples.jsonl"),
                used("10:30", 900) + used("12:30", 800) + used("14:30", 700) + used("16:00", 7));
        Usage usage = HistoryFolder.read(folder);
        assertThat(usage.peaks().get(Scope.function("111122223333", "eu-west-1", "checkout")))
                .satisfies(peaks -> assertThat(peaks.highest()).isEqualTo(7));
    }

    private static String incident(String from, String to) {
        return "{\"incident\":\"" + from
                + "\",\"scope\":\"function\",\"account\":\"111122223333\",\"region\":\"eu-west-1\","
                + "\"function\":\"checkout\",\"onset\":\"" + at(from) + "\",\"endedAt\":\"" + at(to) + "\"}\n";
    }

    private static String used(String time, int concurrency) {
        return "{\"account_id\":\"111122223333\",\"region\":\"eu-west-1\",\"namespace\":\"AWS/Lambda\","
                + "\"metric_name\":\"ConcurrentExecutions\",\"dimensions\":{\"FunctionName\":\"checkout\"},"
                + "\"timestamp\":" + at(time).toEpochMilli() + ",\"value\":{\"max\":" + concurrency + "}}\n";
    }

    private static Instant at(String time) {
        return Instant.parse("2026-08-01T" + time + ":00Z");
    }
}
