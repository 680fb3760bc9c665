package dev.breakwater.cli.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRecordingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void aFloodInATableIsAnIncidentAndWhatIsAssumedIsSaid() throws IOException {
        StringBuilder table = new StringBuilder("function,minute,calls,milliseconds\n");
        // sorted by function, like an export; a feed in this order would be late
        table.append(steady("checkout", 600, 480)).append(steady("search", 600, 1000));
        CommandLines.Run run = replay(table.toString());
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("concurrency is calls x milliseconds / 60000, rounded up", "1024 MB (prices.assumedMemoryMb)")
                .contains("the account is 000000000000", "the region is us-east-1");
        JsonNode summary = JSON.readTree(run.out());
        assertThat(summary.path("samples").asInt()).isEqualTo(2 * 600 * 5);
        assertThat(summary.path("rejects").asInt() + summary.path("late").asInt())
                .isZero();
        assertThat(Files.readString(folder.resolve("out/incidents.jsonl")))
                .contains("\"function\":\"checkout\"")
                .doesNotContain("\"function\":\"search\"");
    }

    /** Tests that a call of 50 ms at 512 MB has the cost in the price table, computed from the table's columns. */
    @Test
    void memoryOfTheTableIsPriced() throws IOException {
        CommandLines.Run run = replay("minute,function,calls,milliseconds,memoryMb\n2026-08-05 10:00,a,1000000,50,512\n"
                + "2026-08-05 10:01:00+00:00,a,0,0,512\n");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("assumedMemoryMb");
        JsonNode spend = JSON.readTree(Files.readString(folder.resolve("out/spend.jsonl"))
                .lines()
                .findFirst()
                .orElseThrow());
        assertThat(spend.path("assumedMemory").asBoolean()).isFalse();
        // 1,000,000 x ((0.05 s + 0.0005 s for rounding up) x 0.5 GB x 0.0000166667 USD + 0.0000002 USD)
        assertThat(spend.path("usd").asDouble()).isBetween(.6207, .6209);
    }

    @Test
    void eachBadLineIsNamedWithItsColumnAndWhatToWrite() throws IOException {
        CommandLines.Run run = replay("""
                minute,function,calls,milliseconds
                2026-08-05T10:00Z,checkout,12a,50
                yesterday,checkout,1,50
                2026-08-05T10:01Z,"check out",1,50

                2026-08-05T10:02Z,checkout,1,5000000
                2026-08-05T10:03Z,checkout,1
                2026-08-05T10:04Z,checkout,1.5,50
                2026-08-05T10:05Z,checkout,1,50
                2026-08-05T10:05Z,checkout,2,50
                2014-08-05T10:05Z,checkout,-2,
                """);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(11)
                .anyMatch(l -> l.endsWith("table.csv has 10 problem(s):"))
                .anyMatch(l -> l.contains("line 2, column 28, calls: is not a number (found 12a); write the calls"))
                .anyMatch(
                        l -> l.contains("line 3, column 1, minute: is not a time (found yesterday); write a minute in"))
                .anyMatch(l -> l.contains("line 4, column 19, function: is not allowed (found check out)"))
                .anyMatch(l -> l.contains("line 6, column 30, milliseconds: is longer than a call can run")
                        && l.contains("0 to 900000. Call the column totalMilliseconds if it has the sum"))
                .anyMatch(l -> l.contains("line 7, column 1, the row: does not fit the first line (found 3 fields)"))
                .anyMatch(l -> l.contains("line 8, column 28, calls: is not a number that can be used (found 1.5)"))
                .anyMatch(l -> l.contains("line 10, column 1, the row: has the same function and minute as line 9"))
                .anyMatch(l -> l.contains("line 11, column 1, minute: is before 2015 or in the future"))
                .anyMatch(l -> l.contains("line 11, column 28, calls: is not a number that can be used (found -2)"))
                .anyMatch(l -> l.contains("line 11, column 31, milliseconds: is not a number (found '')"));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** Sums that are read as averages make every cost many times too high, and nobody would see it. */
    @Test
    void aSumOfDurationsIsReadAsSuchOrNoticed() throws IOException {
        String averages = steady("checkout", 200, 200);
        String sums = averages.lines()
                .map(row -> row.split(","))
                .map(f -> String.join(",", f[0], f[1], f[2], String.valueOf(Integer.parseInt(f[2]) * 200)))
                .collect(Collectors.joining("\n"));
        CommandLines.Run average = replay("function,minute,calls,milliseconds\n" + averages);
        String spend = Files.readString(folder.resolve("out/spend.jsonl"));
        assertThat(average.err()).doesNotContain("totalMilliseconds");
        assertThat(replay("function,minute,calls,milliseconds\n" + sums).err())
                .contains("1 function, such as checkout, it rises with the calls like a sum");
        assertThat(Files.readString(folder.resolve("out/spend.jsonl"))).isNotEqualTo(spend);
        assertThat(replay("function,minute,calls,totalMilliseconds\n" + sums).err())
                .doesNotContain("like a sum");
        assertThat(Files.readString(folder.resolve("out/spend.jsonl"))).isEqualTo(spend);
    }

    @Test
    void manyBadLinesOfOneKindAreShownThreeTimes() throws IOException {
        String rows = steady("checkout", 9, 9).replace(",200", ",2000000");
        assertThat(replay("function,minute,calls,milliseconds\n" + rows).err().lines())
                .hasSize(5)
                .anyMatch(l -> l.endsWith("table.csv has 9 problem(s):"))
                .anyMatch(l -> l.equals("  and 6 more like these"));
    }

    @Test
    void theFirstLineNamesTheColumns() throws IOException {
        assertThat(replay("minute,function,call,milliseconds\n").err())
                .contains("line 1, column 17, the first line: unknown column (found call); write only minute, function")
                .contains("has 1 problem(s)")
                .doesNotContain("lacks a column");
        assertThat(replay("minute,function,call\n").err())
                .contains(
                        "has 2 problem(s)", "line 1, column 1, the first line: lacks a column (found no milliseconds)");
        assertThat(replay("time,lambda,invocations,ms\n").err())
                .contains(
                        "has 1 problem(s)",
                        "unknown columns (found time, lambda, invocations, ms); write only minute, function",
                        "totalMilliseconds is the sum of the minute")
                .doesNotContain("more like these");
        for (String separator : new String[] {";", "\t"}) {
            assertThat(replay("minute,function,calls,milliseconds\n2026-08-05T10:00Z,a,1,50\n".replace(",", separator))
                            .err())
                    .contains("has 1 problem(s)", "line 1, column 7, the first line: has other separators than commas")
                    .contains(
                            separator.equals(";") ? "(found semicolons)" : "(found tabs)", "write commas in every row");
        }
        assertThat(replay("").err()).contains("the file: is empty");
        assertThat(replay("minute,function,calls,milliseconds\n2026-08-05T10:00Z,\"a,1,2\n")
                        .err())
                .contains("line 3, column 1, the row: is not CSV");
        assertThat(CommandLines.run("replay", "--input", "x", "--region", "eu-west-1", "--out", "y"))
                .satisfies(run -> assertThat(run.exit()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("--region needs --csv"));
        assertThat(CommandLines.run("replay", "--csv", "x", "--region", "europe", "--out", "y")
                        .err())
                .contains("--region: europe is not a region; write a region like eu-west-1");
        assertThat(CommandLines.run("replay", "--out", "x").err().strip())
                .hasLineCount(1)
                .contains("--input", "--csv");
    }

    @Test
    void theHelpSaysHowATableGetsItsAccountRegionAndArchitecture() {
        for (String command : new String[] {"replay", "tune"}) {
            assertThat(CommandLines.run(command, "--help").out().replaceAll("\\s+", " "))
                    .contains("Columns account and region, or else accounts in the configuration", "of x86_64 unless");
        }
    }

    /** Such a region silently had the prices of the most expensive one. */
    @Test
    void aMisspeltRegionIsSaidWithTheNearestOne() throws IOException {
        assertThat(replay("minute,function,calls,milliseconds,region\n2026-08-05T10:00Z,a,1,50,eu-cental-1\n")
                        .err())
                .contains("lacks eu-cental-1 (did you mean eu-central-1?): the prices of ap-east-1");
    }

    @Test
    void wrongCallsAreTheOnlyProblemOfTheirRow() throws IOException {
        assertThat(replay("minute,function,calls,totalMilliseconds\n2026-08-05T10:00Z,a,-4,33673\n")
                        .err())
                .contains("has 1 problem(s)", "calls: is not a number that can be used (found -4)");
    }

    @Test
    void withoutAConfigurationTheRowsAreInTheInventorysAccountSoThatItsMemoryIsUsed() throws IOException {
        Path inventory = Files.writeString(folder.resolve("functions.jsonl"), """
                {"function":"a","account":"111122223333","region":"eu-west-1","memoryMb":512,"architecture":"x86_64","timeoutSeconds":3}
                """);
        CommandLines.Run run = replay(
                "minute,function,calls,milliseconds\n2026-08-05T10:00Z,a,1000,50\n",
                "--functions",
                inventory.toString());
        assertThat(run.err()).contains("the account is 111122223333", "the region is eu-west-1");
        assertThat(Files.readString(folder.resolve("out/spend.jsonl")))
                .contains("\"account\":\"111122223333\"")
                .doesNotContain("\"assumedMemory\":true");
        CommandLines.Run elsewhere = replay(
                "minute,function,calls,milliseconds\n2026-08-05T10:00Z,a,1000,50\n",
                "--functions",
                inventory.toString(),
                "--region",
                "us-west-2");
        assertThat(elsewhere.exit()).isEqualTo(2);
        assertThat(elsewhere.err()).contains("functions.jsonl is in us-west-2", "write eu-west-1, or change the file");
    }

    @Test
    void theOptionRegionSaysWhereRowsWithoutARegionAre() throws IOException {
        CommandLines.Run run =
                replay("minute,function,calls,milliseconds\n2026-08-05T10:00Z,a,9,50\n", "--region", "eu-west-1");
        assertThat(run.err()).contains("the region is eu-west-1");
        assertThat(Files.readString(folder.resolve("out/spend.jsonl"))).contains("\"region\":\"eu-west-1\"");
    }

    private static String steady(String function, int minutes, int floodFrom) {
        StringBuilder rows = new StringBuilder();
        Instant start = Instant.parse("2026-08-05T00:00:00Z");
        for (int m = 0; m < minutes; m++) {
            rows.append(function).append(',').append(start.plusSeconds(60L * m)).append(',');
            rows.append(m < floodFrom ? 100 + m % 7 : 60_000).append(",200\n");
        }
        return rows.toString();
    }

    private CommandLines.Run replay(String table, String... more) throws IOException {
        Path csv = Files.writeString(folder.resolve("table.csv"), table);
        String out = folder.resolve("out").toString();
        return CommandLines.run(Stream.concat(
                        Stream.of("replay", "--csv", csv.toString(), "--out", out, "-o", "json", "--parallelism", "1"),
                        Stream.of(more))
                .toArray(String[]::new));
    }
}
