package dev.breakwater.cli.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.Kind;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry.LimitKey;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory.LeaseId;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsenceTest {

    private static final Instant DEAD = Instant.parse("2026-08-05T05:10:00Z");
    private static final Instant BACK = DEAD.plus(Duration.ofMinutes(52));
    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";

    @TempDir
    Path folder;

    private RunFolder run;

    @BeforeEach
    void run() {
        run = new RunFolder(folder);
    }

    @Test
    void saysHowLongTheJobWasAwayAndHowEachLimitEnded() throws Exception {
        beat(DEAD);
        operator("before", 5, null, 0);
        operator("swept", 20, null, 0);
        operator("held", 180, null, 0);
        operator("ended-earlier", 5, Kind.RETURNED, -3);
        sweep("swept", Kind.RETURNED, 26);
        sweep("before", Kind.YIELDED, 2);
        operator("lapsed", 20, null, 0);
        sweep("lapsed", Kind.NOT_SET, 26);
        Absence away = Absence.of(run, BACK, false).orElseThrow();
        assertThat(away.words())
                .startsWith(
                        "the job is starting again; it was down for 52 min, from 2026-08-05T05:10Z to 2026-08-05T06:02Z;"
                                + " 3 limits were held meanwhile: ")
                .contains("swept: given back at 2026-08-05T05:36Z by the sweep or by hand")
                .contains("before: changed by hand at 2026-08-05T05:12Z")
                .contains("held: still held, until 2026-08-05T08:10Z")
                .doesNotContain("ended-earlier", "lapsed");
        AlarmEvent notice = away.notice(ACCOUNT + '/' + REGION);
        assertThat(notice.tellsOnly()).as("it wakes nobody").isTrue();
        assertThat(notice.summary()).isEqualTo(away.words());
        assertThat(notice.details()).containsKey("limit 111122223333/eu-west-1/swept");
    }

    @Test
    void aStartWithoutItsStateIsToldHoweverShortTheDowntime() throws Exception {
        beat(BACK.minusSeconds(5));
        assertThat(Absence.of(run, BACK, true).orElseThrow().words())
                .contains("no checkpoint can be read, so baselines start over, and open incidents page again");
    }

    @Test
    void aShortRestartAndAFirstStartSayNothing() throws Exception {
        assertThat(Absence.of(run, BACK, false)).isEmpty();
        beat(BACK.minusSeconds(89));
        assertThat(Absence.of(run, BACK, false)).isEmpty();
        beat(BACK.minusSeconds(91));
        assertThat(Absence.of(run, BACK, false).orElseThrow().words())
                .isEqualTo(
                        "the job is starting again; it was down for 1 min, from 2026-08-05T06:00Z to 2026-08-05T06:02Z;"
                                + " no limit was held meanwhile");
    }

    @Test
    void saysAtAStopWhatIsHeldAndWhoReleasesIt() throws Exception {
        assertThat(Absence.held(run)).isEqualTo("no limit is held");
        operator("held", 180, null, 0);
        operator("ended-earlier", 5, Kind.RETURNED, -3);
        assertThat(Absence.held(run))
                .isEqualTo("1 limit stays at AWS: held until 2026-08-05T08:10Z. If the job does not run again by"
                        + " then, the sweep restores the earlier value. To restore it now, use ./breakwater release");
    }

    private void beat(Instant at) throws IOException {
        HeartbeatRow row = new HeartbeatRow(
                at,
                new HeartbeatRow.Feed(at, 60, List.of(), 1, 0, 0, 1, 0),
                new HeartbeatRow.Waiting(0, 0, 0, 0),
                0,
                0);
        run.replace(LedgerFile.HEARTBEAT, List.of(LedgerJson.line(row)));
    }

    /** @param minutes from the job's death to the end of the lease */
    private void operator(String function, int minutes, Kind end, int endedAt) throws IOException {
        Instant at = DEAD.minus(Duration.ofMinutes(9));
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        try (LedgerWriter writer =
                LedgerWriter.of(run.chains(), LedgerFolder.operator(ACCOUNT, REGION), 1 << 20, clock)) {
            writer.beginAttempt(ACCOUNT, REGION, "host-1", 0);
            writer.append(line(Kind.INTENT, at, function, minutes));
            writer.append(line(Kind.HELD, at, function, minutes));
            if (end != null) writer.append(line(end, DEAD.plus(Duration.ofMinutes(endedAt)), function, minutes));
        }
    }

    private void sweep(String function, Kind end, int minutes) throws IOException {
        Instant at = DEAD.plus(Duration.ofMinutes(minutes));
        try (LedgerWriter writer =
                LedgerWriter.of(run.chains(), "sweep-host-1", 1 << 20, Clock.fixed(at, ZoneOffset.UTC))) {
            writer.append(line(end, at, function, minutes));
        }
    }

    private static LedgerEntry line(Kind kind, Instant at, String function, int minutes) {
        return LedgerEntry.of(kind, at)
                .limit(new LimitKey(ACCOUNT, REGION, function, "reservation", ""))
                .lease(
                        LeaseId.next("", DEAD.minus(Duration.ofMinutes(9)).toEpochMilli()),
                        DEAD.plus(Duration.ofMinutes(minutes)))
                .value("5")
                .found("40")
                .incident("1a2b3c4d5e6f");
    }
}
