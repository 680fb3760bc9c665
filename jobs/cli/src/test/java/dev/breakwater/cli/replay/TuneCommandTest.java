package dev.breakwater.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two days of a function with a flood in the second. */
class TuneCommandTest {

    private static final int DAY = 1440;
    /** A Monday, in minutes since 1970. */
    private static final long START = 1_772_409_600L / 60;

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void record() throws IOException {
        Path input = Files.createDirectories(folder.resolve("input"));
        new MetricStreamFiles("111122223333")
                .minutes(START, START + 2 * DAY, m -> m > START + 2_000 && m < START + 2_100 ? 90_000 : 3_000, "mail")
                .into(input, "1-all");
        config = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                mode: observe
                source: { landing: { path: ./unused } }
                policies:
                  - name: default
                    match: { function: "*" }
                    warn: { minUsdPerHour: 0.5 }
                    page: { minUsdPerHour: 1000 }
                    throttle: { minUsdPerHour: 1000, floor: 3 }
                """);
    }

    @Test
    void whatItPromisesReplayGives() throws IOException {
        CommandLines.Run tuned = tune("--lines", "0.1,5000");
        assertThat(tuned.out())
                .contains("2 days", "hourly cost that it would reach in 15 minutes")
                .containsPattern("as configured +0 +0 +0 +0 ")
                .containsPattern("0\\.1 +1 +0 +1 +\\d .* 1 +0\n")
                .containsPattern("5000 +0 +0 +0 +0 .* 0 +0\n")
                .contains(
                        "page: { minUsdPerHour: 0.1 }",
                        "It is the lowest threshold tried",
                        "This threshold would also have paged:")
                .containsPattern("[0-9a-f]{12} flood mail 2026-03-03T09:");
        String yaml = Files.readString(config)
                .replace("page: { minUsdPerHour: 1000 }", "page: { minUsdPerHour: 0.1 }")
                .replace("warn: { minUsdPerHour: 0.5 }", "warn: { minUsdPerHour: 0.1 }");
        CommandLines.Run replayed = CommandLines.run(
                "replay",
                "-c",
                Files.writeString(folder.resolve("tuned.yaml"), yaml).toString(),
                "--input",
                folder.resolve("input").toString(),
                "--out",
                folder.resolve("replayed").toString());
        assertThat(replayed.out())
                .contains("1 incident, 1 page, ", "./breakwater incidents --input " + folder.resolve("replayed"))
                .containsPattern(
                        "2026-03-03T09:\\d\\dZ  over      mail .*, flood, [0-9a-f]{12}\\R +.*paged after .* above normal");
    }

    @Test
    @Tag("full")
    void whereTheLinesFindTheSameTheConfiguredOneStays() throws IOException {
        Files.writeString(
                config,
                Files.readString(config).replace("page: { minUsdPerHour: 1000 }", "page: { minUsdPerHour: 5 }"));
        assertThat(tune("--lines", "4,6").out())
                .contains("These thresholds find the same in this recording, so keep the configured threshold.")
                .doesNotContain("page: {");
        assertThat(tune("--lines", "6,5000").out())
                .contains("With no more than 1 a week, no other threshold finds more or pages earlier, so keep")
                .doesNotContain("page: {");
    }

    @Test
    void withoutAConfigurationItUsesTheShippedOneAsReplayDoes() {
        CommandLines.Run run = CommandLines.run(
                "tune",
                "--lines",
                "0.1",
                "--input",
                folder.resolve("input").toString(),
                "--out",
                folder.resolve("out").toString());
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("0\\.1 +1 +0 +1 +\\d ");
    }

    @Test
    void aLineThatIsNoneIsAMistakeInTheCall() throws IOException {
        CommandLines.Run run = tune("--lines", "cheap");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--lines cheap: write auto, or USD an hour");
    }

    private CommandLines.Run tune(String... more) {
        String[] all = new String[more.length + 7];
        String[] begin = {
            "tune",
            "-c",
            config.toString(),
            "--input",
            folder.resolve("input").toString(),
            "--out",
            folder.resolve("out").toString()
        };
        System.arraycopy(begin, 0, all, 0, begin.length);
        System.arraycopy(more, 0, all, begin.length, more.length);
        return CommandLines.run(all);
    }
}
