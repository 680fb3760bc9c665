package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that mix three accounts. One account misbehaves on the second day while other accounts surge. The output of the
 * other accounts must have the same bytes as without the misbehaviour, and as if each account were alone.
 */
@Tag("slow")
@Timeout(180)
class TenantsApartTest {

    private static final String ODD = "111122223333";
    private static final String SURGING = "444455556666";
    private static final String STEADY = "777788889999";

    private static final int DAY = 1440;
    private static final long START = 29_540_160;
    private static final long SECOND = START + DAY;
    private static final long END = SECOND + 600;
    private static final int FILE = 5;
    private static final List<String> FILES =
            List.of("alarms.jsonl", "decisions.jsonl", "incidents.jsonl", "spend.jsonl");

    @TempDir
    static Path folder;

    private static Path without;

    /**
     * The ways in which an account misbehaves. It does so for an hour, starting in the middle of another account's
     * surge.
     */
    private enum Habit {
        AHEAD,
        LATE,
        SILENT,
        FLOODING;

        /** The account's lines in five-minute files, starting with this one. */
        String minutes(long from) {
            boolean odd = from >= SECOND + 120 && from < SECOND + 180;
            if (this == SILENT && odd) return "";
            int shift = !odd ? 0 : this == AHEAD ? 10 : this == LATE ? -20 : 0;
            String lines = TenantsApartTest.minutes(ODD, from + shift);
            if (this != FLOODING || !odd) return lines;
            return lines.lines().map(line -> (line + '\n').repeat(50)).collect(Collectors.joining());
        }
    }

    @BeforeAll
    static void replayWithoutIt() throws Exception {
        without = replay("without", null, SURGING, STEADY);
        assertThat(Files.readString(without.resolve("alarms.jsonl"))).contains(SURGING, STEADY);
    }

    @Test
    void anAccountTenMinutesAheadMovesNobodyElse() throws Exception {
        apart(Habit.AHEAD);
    }

    @Test
    @Tag("full") // SeveralAccountsReplayTest has a late account too
    void anAccountTwentyMinutesLateIsJudgedByItsOwnMinutes() throws Exception {
        apart(Habit.LATE);
    }

    @Test
    @Tag("full") // SeveralAccountsReplayTest has a silent account too
    void anAccountThatIsSilentForAnHourHasAGapOfItsOwn() throws Exception {
        apart(Habit.SILENT);
    }

    @Test
    void anAccountThatFloodsFiftyTimesItsSamplesChangesNothingOfOthers() throws Exception {
        apart(Habit.FLOODING);
    }

    private static void apart(Habit habit) throws Exception {
        Path all = replay("all-" + habit, habit, ODD, SURGING, STEADY);
        Path alone = replay("alone-" + habit, habit, ODD);
        assertThat(String.join("\n", others(all.resolve("alarms.jsonl"))))
                .isEqualTo(String.join("\n", Files.readAllLines(without.resolve("alarms.jsonl"))));
        for (String account : List.of(SURGING, STEADY)) {
            assertThat(of(account, all)).isEqualTo(of(account, without)).hasSizeGreaterThan(20);
        }
        assertThat(of(ODD, all)).isEqualTo(of(ODD, alone)).hasSizeGreaterThan(20);
    }

    private static Path replay(String name, Habit habit, String... accounts) throws Exception {
        Path samples = folder.resolve(name + "-samples");
        Files.createDirectories(samples);
        for (long from = START; from < END; from += FILE) {
            StringBuilder lines = new StringBuilder();
            for (String account : accounts) {
                lines.append(account.equals(ODD) ? habit.minutes(from) : minutes(account, from));
            }
            Files.writeString(samples.resolve("part-" + from + ".jsonl"), lines);
        }
        Path out = folder.resolve(name);
        var env = LocalJob.bounded(2);
        LandingSource source = LandingSource.of(List.of(samples), LandingSettings.bounded(Clock.systemUTC()));
        GuardSettings guard = Books.recorded(SURGING, Map.of("f1", -1, "f2", -1));
        SurgeGuardJob.build(env, guard, Ports.recording(source, out.toString()));
        env.execute();
        return out;
    }

    private static String minutes(String account, long from) {
        MetricStreamFiles lines = new MetricStreamFiles(account);
        for (long m = from; m < from + FILE; m++) {
            boolean surging = account.equals(SURGING) && m > SECOND + 100 && m < SECOND + 140
                    || m > SECOND + 300 && m < SECOND + 330;
            // there is a minute without calls in between; the surge continues unless the clock is past this minute
            boolean pause = account.equals(SURGING) && m % 10 == 7;
            lines.minute("f1", m, pause ? 0 : (surging ? 9_000 : 150) + (int) (m % 37));
            lines.minute("f2", m, 100 + (int) (m % 11));
            lines.minute("f3", m, m % 20 == 0 || m > SECOND + 400 && m < SECOND + 430 ? 400 : 0);
        }
        return lines.text();
    }

    private static List<String> others(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.contains(ODD))
                .toList();
    }

    private static List<String> of(String account, Path out) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String file : FILES) {
            for (String line : Files.readAllLines(out.resolve(file))) if (line.contains(account)) lines.add(line);
        }
        return lines;
    }
}
