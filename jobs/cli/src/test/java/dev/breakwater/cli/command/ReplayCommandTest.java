package dev.breakwater.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.CommandLines;
import dev.breakwater.cli.replay.Summary;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

    /** A Monday, in minutes since 1970. */
    private static final long START = 1_772_409_600L / 60;

    @TempDir
    Path folder;

    /** Earlier, the command printed 0 samples and exited with 0. */
    @Test
    void aReplayThatUsedNoSampleFailsWithTheCommonestReason() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "time,calls\n" + "12:00,4\n".repeat(20));
        CommandLines.Run run = replay(wrong);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("no sample was used of 21 records", "not-json", "wrong.csv line 1", "rejects.jsonl")
                .doesNotContain("\tat ");
        assertThat(run.out()).contains("0 samples (one metric of one function in one minute each), 21 rejects");
    }

    @Test
    void anEmptyFileIsSaidToBeEmpty() throws IOException {
        CommandLines.Run run =
                replay(Files.createFile(folder.resolve("empty.jsonl")), "--from", "2026-08-05T00:00:00Z");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no sample was used: there is none between --from and --to");
    }

    @Test
    void whereThePageThresholdIsAboveTheWholeSpendItSaysSo() throws IOException {
        Path input = Files.createDirectory(folder.resolve("input"));
        new MetricStreamFiles("111122223333")
                .minutes(START, START + 1_440, m -> 300, "mail")
                .into(input, "1-all");
        assertThat(replay(input).out())
                .containsPattern(
                        "all functions cost \\$0\\.\\d\\d an hour together, and the automatic page threshold is"
                                + " never below \\$1\\.00 \\(higher in the first two days\\):\\R./breakwater tune shows");
    }

    @Test
    void theSummaryAlsoListsAnIncidentThatPagedNobody() throws IOException {
        Path input = Files.createDirectory(folder.resolve("input"));
        new MetricStreamFiles("111122223333")
                .minutes(START, START + 2_400, m -> m > START + 2_000 && m < START + 2_100 ? 90_000 : 3_000, "mail")
                .into(input, "1-all");
        Path config = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./unused } }
                policies: [ { name: default, page: { minUsdPerHour: 1000 } } ]
                """);
        assertThat(replay(input, "-c", config.toString()).out())
                .contains("1 incident, 0 pages")
                .containsPattern("Z  over +mail .*, [0-9a-f]{12}\\R +nobody paged");
    }

    @Test
    void theSummaryHasTheOrderOfTheIncidentsCommand() throws IOException {
        Path input = Files.createDirectory(folder.resolve("input"));
        MetricStreamFiles files = new MetricStreamFiles("111122223333");
        for (long m = START; m < START + 2_400; m++) {
            files.minutes(m, m + 1, at -> at > START + 1_800 && at < START + 1_900 ? 90_000 : 3_000, "mail");
            files.minutes(m, m + 1, at -> at > START + 2_000 && at < START + 2_100 ? 900_000 : 3_000, "shop");
        }
        files.into(input, "1-all");
        Path config = Files.writeString(folder.resolve("breakwater.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: ./unused } }
                policies:
                  - { name: mail, match: { function: mail }, page: { minUsdPerHour: 1000 } }
                  - { name: default, page: { minUsdPerHour: 10 } }
                """);
        List<String> summary = incidents(replay(input, "-c", config.toString()).out());
        assertThat(summary).hasSizeGreaterThan(3);
        assertThat(summary.get(0)).contains("over      mail (");
        assertThat(summary.get(1)).contains("nobody paged");
        CommandLines.Run listed =
                CommandLines.run("incidents", "--input", folder.resolve("out").toString());
        assertThat(summary).isEqualTo(incidents(listed.out()));
    }

    @Test
    void moreNotificationsThanPagesAreExplained() {
        BigDecimal none = BigDecimal.ZERO;
        assertThat(new Summary.Outcome(9, 4, 4, 0, 0, none, none, 0).pagesText())
                .isEqualTo("4 pages");
        assertThat(new Summary.Outcome(9, 4, 7, 0, 0, none, none, 0).pagesText())
                .isEqualTo("4 pages (7 notifications, as a surge that becomes worse or waits for approval notifies"
                        + " again)");
    }

    private static List<String> incidents(String out) {
        return out.lines().filter(line -> line.matches("(    |\\d{4}-).*")).toList();
    }

    /** With Flink's default buffers, a job with so many tasks never begins. */
    @Test
    @Tag("full")
    void aReplayBeginsAtAParallelismOfSixteen() throws IOException {
        CommandLines.Run run = replay(Files.createFile(folder.resolve("empty.jsonl")), "--parallelism", "16");
        assertThat(run.err()).contains("no sample was used");
    }

    private CommandLines.Run replay(Path input, String... more) {
        String[] all = {
            "replay",
            "--input",
            input.toString(),
            "--out",
            folder.resolve("out").toString()
        };
        String[] together = java.util.stream.Stream.of(all, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        return CommandLines.run(together);
    }
}
