package dev.breakwater.engine.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.watch.SilenceWatch.SilenceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long START = 20_000 * DAY;

    private final Watched polling = Watched.polling("1", Duration.ofMinutes(1));
    private final Watched landing = Watched.landing("1");
    private final List<String> said = new ArrayList<>();
    private SilenceState state = new SilenceState();
    private long startedAt;

    @Test
    void aFeedThatNeverToldAnythingIsToldOfOnceAfterItsPatience() {
        start(polling, 0);
        run(polling, 0, 3 * HOUR, 0);
        assertThat(said).containsExactly("12 SILENT sure");
        assertThat(state.firstAt).isZero();
    }

    @Test
    void isBackOnceItIsHeardOfForAsLongAsItHadToBeSilent() {
        start(polling, 0);
        run(polling, 0, HOUR, MINUTE);
        run(polling, HOUR, 2 * HOUR, 0);
        run(polling, 2 * HOUR, 3 * HOUR, MINUTE);
        assertThat(said).containsExactly("71 SILENT sure", "133 BACK");
    }

    @Test
    void aFeedThatTellsNowAndThenOnlyIsToldOfOnce() {
        start(polling, 0);
        run(polling, 0, 2 * DAY, 26 * MINUTE);
        assertThat(said).containsExactly("12 SILENT sure");
    }

    @Test
    void silenceOfAFleetThatAlwaysHasTrafficIsSure() {
        start(landing, 0);
        run(landing, 0, 2 * DAY, 5 * MINUTE);
        run(landing, 2 * DAY, 2 * DAY + HOUR, 0);
        assertThat(said).containsExactly((2 * 1440 + 20 - 5) + " SILENT sure");
    }

    @Test
    void anOutageThatWasSureTeachesNothing() {
        start(landing, 0);
        run(landing, 0, 2 * DAY, 5 * MINUTE);
        run(landing, 2 * DAY, 2 * DAY + 5 * HOUR, 0);
        run(landing, 2 * DAY + 5 * HOUR, 3 * DAY, 5 * MINUTE);
        run(landing, 3 * DAY, 3 * DAY + HOUR, 0);
        assertThat(said).hasSize(3).last().isEqualTo((3 * 1440 + 15) + " SILENT sure");
    }

    @Test
    void aFleetThatWorksOnceAnHourIsNotToldOfAgainAndAgainAndNeverForSure() {
        start(landing, 0);
        run(landing, 0, 6 * DAY, HOUR);
        assertThat(said).hasSizeLessThanOrEqualTo(2).first().isEqualTo("20 SILENT maybe");
        said.clear();
        run(landing, 6 * DAY, 7 * DAY, 0);
        assertThat(said).as("twice what is usual").singleElement().isEqualTo((6 * 1440 + 60) + " SILENT maybe");
    }

    @Test
    void aFleetThatWorksAtNightIsToldOfWhenANightIsMissed() {
        start(landing, 0);
        for (int day = 0; day < 6; day++) {
            run(landing, day * DAY, day * DAY + 6 * HOUR, 5 * MINUTE);
            run(landing, day * DAY + 6 * HOUR, (day + 1) * DAY, 0);
        }
        assertThat(said).containsExactly("375 SILENT maybe", "1465 BACK");
        run(landing, 6 * DAY, 7 * DAY, 0);
        assertThat(said).last().asString().endsWith("SILENT maybe");
    }

    @Test
    void aRestartGivesItItsTimeAgainAndForgetsNoOpenAlarm() {
        start(polling, 0);
        run(polling, 0, HOUR, MINUTE);
        start(polling, 5 * HOUR);
        run(polling, 5 * HOUR, 5 * HOUR + 11 * MINUTE, 0);
        assertThat(said).isEmpty();
        run(polling, 5 * HOUR + 11 * MINUTE, 6 * HOUR, 0);
        assertThat(said).containsExactly("312 SILENT sure");
        start(polling, 7 * HOUR);
        run(polling, 7 * HOUR, 8 * HOUR, MINUTE);
        assertThat(said).containsExactly("312 SILENT sure", "433 BACK");
    }

    @Test
    void anAlarmRaisedAfterTheLastCheckpointIsResolvedAfterTheCrash() {
        start(polling, 0);
        run(polling, 0, HOUR, MINUTE);
        // the signs of life in between were not stored
        start(polling, 2 * HOUR);
        run(polling, 2 * HOUR, 3 * HOUR, MINUTE);
        assertThat(said).containsExactly("133 BACK");
    }

    @Test
    void downtimeIsNotLearnedAsTheFleetsSilence() {
        start(landing, 0);
        run(landing, 0, 2 * DAY, 5 * MINUTE);
        start(landing, 3 * DAY);
        run(landing, 3 * DAY, 3 * DAY + HOUR, 5 * MINUTE);
        run(landing, 3 * DAY + HOUR, 3 * DAY + 2 * HOUR, 0);
        assertThat(said).last().isEqualTo((3 * 1440 + 75) + " SILENT sure");
    }

    @Test
    void aClockThatWasAheadDoesNotKeepItQuiet() {
        for (Watched w : new Watched[] {polling, landing}) {
            said.clear();
            state = new SilenceState();
            start(w, 0);
            run(w, 0, 2 * DAY, 5 * MINUTE);
            new SilenceWatch(state, w).heard(startedAt, START + 400 * DAY);
            run(w, 2 * DAY, 2 * DAY + HOUR, 0);
            assertThat(said).as(w.key()).hasSize(1).first().asString().contains("SILENT");
        }
    }

    @Test
    void checkpointsThatStopAreToldOfAndTheNextOnesSettleIt() {
        Watched checkpoints = Watched.checkpoints("1", Duration.ofSeconds(12));
        start(checkpoints, 0);
        run(checkpoints, 0, HOUR, MINUTE);
        run(checkpoints, HOUR, 2 * HOUR, 0);
        run(checkpoints, 2 * HOUR, 3 * HOUR, MINUTE);
        assertThat(said).containsExactly("70 SILENT sure", "123 BACK");
    }

    @Test
    void oneCheckpointNowAndThenDoesNotSettleIt() {
        Watched checkpoints = Watched.checkpoints("1", Duration.ofSeconds(12));
        start(checkpoints, 0);
        run(checkpoints, 0, HOUR, MINUTE);
        run(checkpoints, HOUR, 3 * HOUR, 15 * MINUTE);
        assertThat(said).containsExactly("70 SILENT sure");
    }

    private void start(Watched w, long at) {
        startedAt = START + at;
        new SilenceWatch(state, w).start(startedAt);
    }

    /** Plays minute by minute. The subject is seen at multiples of {@code every}; 0 means never. */
    private void run(Watched w, long from, long to, long every) {
        for (long t = from; t < to; t += MINUTE) {
            if (every > 0 && t > from && (t - from) % every == 0)
                new SilenceWatch(state, w).heard(startedAt, START + t);
            SilenceWatch.Verdict verdict = new SilenceWatch(state, w).look(startedAt, START + t);
            if (verdict == SilenceWatch.Verdict.NOTHING) continue;
            String sure = verdict == SilenceWatch.Verdict.BACK ? "" : state.sure ? " sure" : " maybe";
            said.add(t / MINUTE + " " + verdict + sure);
        }
    }
}
