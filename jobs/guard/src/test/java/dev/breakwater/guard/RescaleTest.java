package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stops the whole job with a savepoint in the middle of a flood, and again in the middle of a group's surge, with
 * parallelism 2, 1 and 2. The test runs with the heap backend, with RocksDB in its own format, and with changes between
 * the two.
 */
@Tag("slow")
@Timeout(120)
class RescaleTest {

    @TempDir
    Path folder;

    @Test
    void writesTheSameBytesAsARunThatNobodyStopped() throws Exception {
        rescaled("heap", "heap", SavepointFormatType.CANONICAL);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"rocksdb, rocksdb, NATIVE", "heap, rocksdb, CANONICAL"})
    void onDiskTooAndFromTheHeapToTheDisk(String first, String then, SavepointFormatType format) throws Exception {
        rescaled(first, then, format);
    }

    private void rescaled(String first, String then, SavepointFormatType format) throws Exception {
        ThreeDays days = ThreeDays.withoutTheFirst();
        LandingSettings onAndOn = LandingSettings.continuous(Clock.systemUTC()).withDiscovery(Duration.ofMillis(50));
        days.part(0, samples());
        String flooded = stopped(build("", 2, onAndOn, first), "\"throttle\"", format);
        days.part(1, samples());
        String raised = stopped(build(flooded, 1, onAndOn, then), "\"release\"", format);
        days.part(2, samples());
        LandingSettings toTheEnd = LandingSettings.bounded(Clock.systemUTC());
        build(raised, 2, toTheEnd, first).execute();

        build("", 2, toTheEnd, "heap", "whole").execute();
        assertThat(written("rescaled"))
                .containsExactlyInAnyOrderElementsOf(written("whole"))
                .hasSizeGreaterThan(5);
        for (String file : written("whole")) {
            assertThat(out("rescaled").resolve(file))
                    .hasSameTextualContentAs(out("whole").resolve(file));
        }
        for (String file : List.of("decisions.jsonl", "incidents.jsonl", "alarms.jsonl", "budgets.jsonl")) {
            assertThat(out("whole").resolve(file)).isNotEmptyFile();
        }
    }

    private StreamExecutionEnvironment build(
            String savepoint, int parallelism, LandingSettings settings, String backend) {
        return build(savepoint, parallelism, settings, backend, "rescaled");
    }

    private StreamExecutionEnvironment build(
            String savepoint, int parallelism, LandingSettings settings, String backend, String run) {
        StreamExecutionEnvironment env = LocalJob.from(savepoint, parallelism, backend);
        Ports ports = Ports.recording(LandingSource.of(List.of(samples()), settings), out(run).toString());
        SurgeGuardJob.build(env, ThreeDays.settings(), ports);
        return env;
    }

    /** Runs until there is a decision with this word, then stops. Returns the path of the savepoint. */
    private String stopped(StreamExecutionEnvironment env, String word, SavepointFormatType format) throws Exception {
        Path written = out("rescaled").resolve("decisions.jsonl");
        int before = read(written).length();
        JobClient job = env.executeAsync();
        Waiting.until(() -> read(written).indexOf(word, before) >= 0, Duration.ofSeconds(60));
        return job.stopWithSavepoint(false, folder.resolve("savepoints").toUri().toString(), format)
                .get(60, TimeUnit.SECONDS);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> written(String run) throws IOException {
        try (Stream<Path> files = Files.list(out(run))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Path samples() {
        return folder.resolve("samples");
    }

    private Path out(String run) {
        return folder.resolve(run);
    }
}
