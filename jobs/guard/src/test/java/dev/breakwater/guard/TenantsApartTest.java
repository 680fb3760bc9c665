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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The ways in which an account misbehaves. It does so for an hour. */
    private enum Habit {
        AHEAD,
        LATE,
        SILENT,
        FLOODING
    }

    @BeforeAll
    static void replayWithoutIt() throws Exception {
        without = replay("without", Map.of(), SURGING, STEADY);
        assertThat(Files.readString(without.resolve("alarms.jsonl"))).contains(SURGING, STEADY);
    }

    @ParameterizedTest
    @ValueSource(strings = {SURGING, STEADY})
    void twoAccountsInTheSameFilesAreJudgedAsIfEachWereAlone(String account) throws Exception {
        Path alone = replay("alone-" + account, Map.of(), account);
        assertThat(of(account, without)).isEqualTo(of(account, alone)).hasSizeGreaterThan(20);
    }

    @Test
    void anAccountWithOneHabitAfterTheOtherChangesNothingOfOthers() throws Exception {
        apart(Map.of(Habit.FLOODING, 120, Habit.AHEAD, 310, Habit.LATE, 410, Habit.SILENT, 500));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("full")
    void anAccountWithOneHabitChangesNothingOfOthers(Habit habit) throws Exception {
        apart(Map.of(habit, 120));
    }

    /** @param habits the minute of the second day in which each habit begins, in the middle of a surge if possible */
    private static void apart(Map<Habit, Integer> habits) throws Exception {
        Path all = replay("all-" + habits, habits, ODD, SURGING, STEADY);
        Path alone = replay("alone-" + habits, habits, ODD);
        assertThat(String.join("\n", others(all.resolve("alarms.jsonl"))))
                .isEqualTo(String.join("\n", Files.readAllLines(without.resolve("alarms.jsonl"))));
        for (String account : List.of(SURGING, STEADY)) {
            assertThat(of(account, all)).isEqualTo(of(account, without)).hasSizeGreaterThan(20);
        }
        assertThat(of(ODD, all)).isEqualTo(of(ODD, alone)).hasSizeGreaterThan(20);
    }

    private static Path replay(String name, Map<Habit, Integer> habits, String... accounts) throws Exception {
        Path samples = folder.resolve(name + "-samples");
        Files.createDirectories(samples);
        for (long from = START; from < END; from += FILE) {
            StringBuilder lines = new StringBuilder();
            for (String account : accounts) {
                lines.append(account.equals(ODD) ? odd(habits, from) : minutes(account, from));
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

    /** The lines of the account that misbehaves. */
    private static String odd(Map<Habit, Integer> habits, long from) {
        Set<Habit> now = new HashSet<>();
        habits.forEach((habit, begins) -> {
            if (from >= SECOND + begins && from < SECOND + begins + 60) now.add(habit);
        });
        if (now.contains(Habit.SILENT)) return "";
        int shift = now.contains(Habit.AHEAD) ? 10 : now.contains(Habit.LATE) ? -20 : 0;
        String lines = minutes(ODD, from + shift);
        return now.contains(Habit.FLOODING) ? lines.repeat(50) : lines;
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
