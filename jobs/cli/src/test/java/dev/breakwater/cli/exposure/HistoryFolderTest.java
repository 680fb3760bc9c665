package dev.breakwater.cli.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void thePeakIsTheHighestConcurrencyOfAnyMinute() throws Exception {
        Files.writeString(folder.resolve("samples.jsonl"), used("10:30", 5) + "no JSON\n" + used("16:00", 7));
        Files.writeString(folder.resolve(".unfinished.jsonl"), used("17:00", 900));
        Usage usage = HistoryFolder.read(folder);
        assertThat(usage.peaks().get(Scope.function("111122223333", "eu-west-1", "checkout")))
                .satisfies(peaks -> assertThat(peaks.highest()).isEqualTo(7));
    }

    @Test
    void theResultsOfAReplayAreRefusedWithTheFolderToName() throws Exception {
        Files.writeString(folder.resolve("incidents.jsonl"), "{\"incident\":\"aaaa00000001\"}\n");
        assertThatThrownBy(() -> HistoryFolder.read(folder))
                .hasMessageContaining("no samples of functions. Name the folder with the recorded samples")
                .hasMessageContaining("the results of a replay contain none");
    }

    private static String used(String time, int concurrency) {
        return "{\"account_id\":\"111122223333\",\"region\":\"eu-west-1\",\"namespace\":\"AWS/Lambda\","
                + "\"metric_name\":\"ConcurrentExecutions\",\"dimensions\":{\"FunctionName\":\"checkout\"},"
                + "\"timestamp\":" + at(time).toEpochMilli() + ",\"value\":{\"count\":1,\"sum\":" + concurrency
                + ",\"max\":" + concurrency + "}}\n";
    }

    private static Instant at(String time) {
        return Instant.parse("2025-08-01T" + time + ":00Z");
    }
}
