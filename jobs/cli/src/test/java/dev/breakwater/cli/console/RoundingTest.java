package dev.breakwater.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cli.console.Replayed.Recorded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lists each minute whose severity or page changes because calls are billed up to the next millisecond, for the demo
 * and a drawn fleet. {@code -Dbreakwater.write=true} writes the lists into the page about money.
 */
@Tag("full")
class RoundingTest {

    private static final Path DOCUMENT = Path.of("../../docs/money.md");
    private static final String BEGIN = "<!-- rounding: made by RoundingTest, do not edit -->\n";
    private static final String END = "<!-- end of rounding -->";
    /** Of the drawn fleet without rounding. */
    private static final String ALARMS = "2cd31cba30bd5eeb4dd6bb4f02ac00aa28b53275484347fca299448e7681014a";

    @TempDir
    Path folder;

    /** A change that lasts for some minutes. */
    private record Change(String scope, Instant from, Instant to, String before, String after) {

        boolean goesOn(Change next) {
            return next.scope.equals(scope)
                    && next.before.equals(before)
                    && next.after.equals(after)
                    && next.from.equals(to.plusSeconds(60));
        }

        String row() {
            long minutes = Duration.between(from, to).toMinutes() + 1;
            return String.format("| %s | %s | %d | %s | %s |%n", scope, from, minutes, before, after);
        }
    }

    @Test
    void whatItChangesIsListed() throws Exception {
        Recorded demo = Recorded.demo(folder.resolve("demo"));
        Recorded drawn = DrawnRecording.write(folder.resolve("drawn"));
        Replayed off = replay(drawn, "drawn-off", 0);
        String block = "The demo: "
                + changes(replay(demo, "demo-off", 0), replay(demo, "demo-on", 1))
                + "\nA drawn fleet of [the bench](bench.md#detection), with thresholds of 0.01 USD an hour: "
                + changes(off, replay(drawn, "drawn-on", 1));
        System.out.println(block);
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("breakwater.write"))
            Files.writeString(DOCUMENT, text.substring(0, from) + block + text.substring(to));
        else assertThat(text.substring(from, to)).isEqualTo(block);
        assertThat(off.alarmBytes()).isEqualTo(ALARMS);
    }

    private Replayed replay(Recorded recorded, String name, int roundsUpToMs) throws Exception {
        return Replayed.of(recorded, Files.createDirectories(folder.resolve(name)), roundsUpToMs);
    }

    /** A sentence and, if anything changes, a table. */
    private static String changes(Replayed without, Replayed with) throws Exception {
        Map<String, String> off = without.alarms();
        Map<String, String> on = with.alarms();
        TreeSet<String> all = new TreeSet<>(off.keySet());
        all.addAll(on.keySet());
        StringBuilder rows = new StringBuilder();
        int changed = 0;
        Change open = null;
        for (String minute : all) {
            String before = off.getOrDefault(minute, "none");
            String after = on.getOrDefault(minute, "none");
            if (before.equals(after)) continue;
            changed++;
            String[] key = minute.split(" \\| ");
            Instant at = Instant.parse(key[1]);
            Change next = new Change(key[0], at, at, before, after);
            if (open != null && open.goesOn(next)) {
                open = new Change(open.scope, open.from, at, before, after);
            } else {
                if (open != null) rows.append(open.row());
                open = next;
            }
        }
        if (open != null) rows.append(open.row());
        assertThat(changed).isLessThan(all.size() / 50);
        return String.format(
                Locale.ROOT,
                "%,d of %,d alarm minutes have another severity or page.%n%s",
                changed,
                all.size(),
                changed == 0
                        ? ""
                        : "\n| scope | from | minutes | not rounded | rounded |\n|---|---|---|---|---|\n" + rows);
    }
}
