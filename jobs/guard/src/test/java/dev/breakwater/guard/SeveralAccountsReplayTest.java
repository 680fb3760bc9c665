package dev.breakwater.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource;
import dev.breakwater.connectors.testkit.samples.MetricStreamFiles;
import dev.breakwater.guard.stage.Normalise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two days of three accounts in one folder. The first account is flooded twice. The second is late, and for some time
 * too late. The third is silent for half a day, and all are silent for a quarter of an hour. Some lines cannot be read.
 */
@Tag("slow")
@Timeout(120)
class SeveralAccountsReplayTest {

    private static final String FLOODED = "111122223333";
    private static final String LATE = "444455556666";
    private static final String SILENT = "777788889999";

    private static final int DAY = 1440;
    private static final long START = 29_540_160;
    private static final long LAST = START + DAY;
    private static final int FILE = 5;
    private static final List<String> FILES =
            List.of("alarms.jsonl", "decisions.jsonl", "incidents.jsonl", "rejects.jsonl", "spend.jsonl");

    @TempDir
    Path folder;

    @Test
    void theBytesOfFourReadersAreThoseOfOne() throws Exception {
        record();
        Path one = replay("one", 1, 0);
        assertThat(Files.readString(one.resolve("decisions.jsonl"))).contains("\"throttle\"", "\"release\"");
        assertThat(Files.readString(one.resolve("alarms.jsonl"))).contains(FLOODED, LATE, SILENT);
        assertThat(one.resolve("rejects.jsonl")).content().contains("not-json", "wrong-type");
        assertThat(late).isPositive();
        long lateAlone = late;
        Path four = replay("four", 4, 4);
        for (String file : FILES) {
            assertThat(four.resolve(file)).as(file).hasSameTextualContentAs(one.resolve(file));
        }
        assertThat(late).isEqualTo(lateAlone);
    }

    private long late;

    private Path replay(String name, int parallelism, int parsers) throws Exception {
        Path out = folder.resolve(name);
        var env = LocalJob.bounded(parallelism);
        LandingSettings settings = LandingSettings.bounded(Clock.systemUTC()).withParsers(parsers);
        LandingSource source = LandingSource.of(List.of(samples()), settings);
        GuardSettings guard = Books.recorded(FLOODED, Map.of("f1", -1, "f2", -1));
        SurgeGuardJob.build(env, guard, Ports.recording(source, out.toString()));
        late = env.execute().getAccumulatorResult(Normalise.LATE);
        return out;
    }

    private void record() throws IOException {
        for (long from = START; from < LAST + 960; from += FILE) {
            if (from >= LAST + 900 && from < LAST + 915) continue;
            for (String account : List.of(FLOODED, LATE, SILENT)) {
                minutes(account, from).into(samples(), "part-%d-%s.jsonl".formatted(from, account));
            }
            if (from % 60 == 0) {
                Files.writeString(samples().resolve("part-%d-x.jsonl".formatted(from)), "rubbish\n{\"region\":7}\n");
            }
        }
    }

    private static MetricStreamFiles minutes(String account, long from) {
        MetricStreamFiles lines = new MetricStreamFiles(account);
        boolean tooLate = from > LAST + 200 && from < LAST + 400;
        long behind = account.equals(LATE) ? tooLate ? 45 : 10 : 0;
        if (account.equals(SILENT) && from > LAST - 300 && from < LAST + 420) return lines;
        for (long m = from - behind; m < from - behind + FILE; m++) {
            boolean flooded =
                    m > LAST + 600 && m < LAST + 640 || account.equals(FLOODED) && m > LAST + 300 && m < LAST + 340;
            lines.minute("f1", m, (flooded ? 9_000 : 150) + (int) (m % 37));
            lines.minute("f2", m, 100 + (int) (m % 11));
            // between its calls, the function is known to have no calls, unless the feed counts as silent
            lines.minute("f3", m, m % 20 == 0 || m > LAST + 700 && m < LAST + 730 ? 400 : 0);
        }
        return lines;
    }

    private Path samples() {
        return folder.resolve("samples");
    }
}
