package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Pulse;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.engine.watch.Watched;
import dev.breakwater.guard.convert.SilenceEvents;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchFeedTest {

    private static final long MINUTE = 60_000;
    private static final long M = Given.START;
    private static final String OTHER = "eu-central-1";
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final List<Watched> POLLED = List.of(
            Watched.polling(Given.ACCOUNT, EVERY),
            Watched.polledPlace(Given.ACCOUNT, Given.REGION, EVERY),
            Watched.polledPlace(Given.ACCOUNT, OTHER, EVERY));
    private static final List<Watched> LANDED = List.of(
            Watched.landing(Given.ACCOUNT),
            Watched.landedPlace(Given.ACCOUNT, Given.REGION),
            Watched.landedPlace(Given.ACCOUNT, OTHER));

    @TempDir
    Path lines;

    private final List<SilenceEvent> told = new ArrayList<>();
    private OneInputStreamOperatorTestHarness<FeedRecord, SilenceEvent> harness;
    private long checkpoint;
    private boolean alone = true;

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void aFreshInstallWithoutAnyDataIsToldOfOnce() throws Exception {
        start(POLLED, null);
        pass(60);
        assertThat(keys()).containsExactly("+blind/111122223333/polling");
        assertThat(told.get(0).ever()).isFalse();
        assertThat(told.get(0).at() - told.get(0).heardAt()).isEqualTo(12 * MINUTE);
    }

    @Test
    void aFleetAsleepThatIsPolledIsNotBlind() throws Exception {
        start(POLLED, null);
        for (int i = 0; i < 90; i++) {
            pulse(M + i);
            pass(1);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void onePlaceThatIsNotAnsweredForIsToldOfAndResolvedWhenItIsBack() throws Exception {
        start(POLLED, null);
        for (int i = 0; i < 120; i++) {
            if (i > 10 && i < 60) harness.processElement(gap(OTHER, M + 10, M + i), 0);
            pulse(M + i);
            pass(1);
        }
        assertThat(keys()).containsExactly("+blind/111122223333/eu-central-1", "-blind/111122223333/eu-central-1");
        assertThat(told.get(0).sure()).isTrue();
    }

    @Test
    void aFeedThatIsSilentAsAWholeIsOnePageAndNotOneForEachPlace() throws Exception {
        start(POLLED, null);
        for (int i = 0; i < 30; i++) {
            pulse(M + i);
            pass(1);
        }
        pass(60);
        for (int i = 90; i < 120; i++) {
            pulse(M + i);
            pass(1);
        }
        assertThat(keys()).containsExactly("+blind/111122223333/polling", "-blind/111122223333/polling");
    }

    @Test
    void ofALandingFolderOnlyWhatCanBeUsedIsASignOfLife() throws Exception {
        start(LANDED, null);
        harness.processElement(sample(Given.REGION), 0);
        for (int i = 0; i < 30; i++) {
            harness.processElement(reject(RejectReason.UNUSED_METRIC), 0);
            pass(1);
        }
        assertThat(keys()).containsExactly("+blind/111122223333/landing");
        assertThat(SilenceEvents.of(told.get(0)).summary()).startsWith("silent (or no traffic): no data from the");
        assertThat(told.get(0).sure()).as("it may be a fleet at rest").isFalse();
        assertThat(told.get(0).refused()).isEqualTo(3 * 20);
    }

    @Test
    void platformReportsDoNotHideThatTheMetricsStopped() throws Exception {
        start(LANDED, null);
        harness.processElement(sample(Given.REGION), 0);
        for (int i = 0; i < 30; i++) {
            harness.processElement(sample(Given.REGION, MetricRole.STARTED_CALLS), 0);
            pass(1);
        }
        assertThat(keys()).containsExactly("+blind/111122223333/landing");
    }

    @Test
    void aFolderThatIsReadForItsReportsBesidePollingIsAliveByThem() throws Exception {
        alone = false;
        start(LANDED.subList(0, 1), null);
        for (int i = 0; i < 30; i++) {
            harness.processElement(sample(Given.REGION, MetricRole.STARTED_CALLS), 0);
            pass(1);
        }
        assertThat(keys()).isEmpty();
    }

    @Test
    void aFeedOfWhichNothingCanBeReadIsToldOfAsAFormatAndSaysWhatToChoose() throws Exception {
        start(LANDED, null);
        harness.processElement(sample(Given.REGION), 0);
        for (int i = 0; i < 30; i++) {
            harness.processElement(reject(RejectReason.NOT_JSON), 0);
            pass(1);
        }
        AlarmEvent page = SilenceEvents.of(told.get(0));
        assertThat(page.summary()).startsWith("blind: format: landed files cannot be read, no data from the landing");
        assertThat(page.severity()).isEqualTo(Severity.ERROR);
        assertThat(page.details().get("look_at")).contains("to JSON, or to OpenTelemetry 1.0 or 0.7");
    }

    @Test
    void aPlaceThatNeverLandsIsToldOfBesideOneThatDoes() throws Exception {
        start(LANDED, null);
        for (int i = 0; i < 60; i++) {
            harness.processElement(sample(Given.REGION), 0);
            pass(1);
        }
        assertThat(keys()).containsExactly("+blind/111122223333/eu-central-1");
        assertThat(told.get(0).ever()).isFalse();
    }

    @Test
    void checkpointsThatDoNotCompleteAreToldOfThoughTheFeedIsWell() throws Exception {
        start(List.of(POLLED.get(0), Watched.checkpoints(Given.ACCOUNT, Duration.ofSeconds(10))), null);
        for (int i = 0; i < 90; i++) {
            pulse(M + i);
            if (i < 20 || i > 50) harness.notifyOfCompletedCheckpoint(++checkpoint);
            pass(1);
        }
        assertThat(keys())
                .containsExactly("+cannot-act/111122223333/checkpoints", "-cannot-act/111122223333/checkpoints");
    }

    @Test
    void filesThatCannotBeWrittenForFiveMinutesAreToldOfOnceAndResolvedWhenTheyCan() throws Exception {
        Path inTheWay = Files.createDirectory(lines.resolve("decisions.jsonl"));
        start(List.of(Watched.files(Given.ACCOUNT)), null);
        pass(4);
        assertThat(told).isEmpty();
        pass(10);
        assertThat(keys()).containsExactly("+cannot-write/111122223333/files");
        assertThat(told.get(0).at() - told.get(0).heardAt()).isEqualTo(5 * MINUTE);
        Files.delete(inTheWay);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (told.size() < 2 && System.nanoTime() < deadline) pass(1); // the disk answers at some later time
        assertThat(keys()).containsExactly("+cannot-write/111122223333/files", "-cannot-write/111122223333/files");
    }

    @Test
    void aRestartRaisesNothingAgainAndResolvesWhatWasOpen() throws Exception {
        start(POLLED, null);
        pass(30);
        restart(POLLED);
        pass(60);
        assertThat(keys()).containsExactly("+blind/111122223333/polling");
        for (int i = 0; i < 30; i++) {
            pulse(M + i);
            pass(1);
        }
        assertThat(keys()).endsWith("-blind/111122223333/polling").hasSize(2);
    }

    @Test
    void whatIsWatchedNoLongerIsResolved() throws Exception {
        start(LANDED, null);
        pass(60);
        restart(POLLED);
        pass(1);
        assertThat(keys()).containsExactly("+blind/111122223333/landing", "-blind/111122223333/landing");
    }

    @Test
    void anotherSourceIsAliveByItsSamplesAndByPulsesAndIsNamedAsInTheFile() throws Exception {
        List<Watched> kettle = List.of(Watched.source(Given.ACCOUNT, "kettle", Duration.ofMinutes(5)));
        start(kettle, null);
        for (int i = 0; i < 30; i++) {
            if (i < 15) harness.processElement(sample(Given.REGION), 0);
            else pulse(M + i);
            pass(1);
        }
        assertThat(told).isEmpty();
        pass(60);
        assertThat(keys()).containsExactly("+blind/111122223333/source.kettle");
        AlarmEvent alert = SilenceEvents.of(told.get(0));
        assertThat(alert.summary()).contains("no data from source.kettle for ");
        assertThat(alert.source()).isEqualTo("111122223333/all regions");
        restart(POLLED);
        pass(1);
        assertThat(SilenceEvents.of(told.get(1)).summary()).isEqualTo("source.kettle is reporting again");
    }

    private void start(List<Watched> watched, OperatorSubtaskState from) throws Exception {
        long now = harness == null ? M * MINUTE : harness.getProcessingTime();
        harness = new OneInputStreamOperatorTestHarness<>(
                new WatchFeed(watched, alone, lines.toString(), List.of("decisions.jsonl")));
        harness.setProcessingTime(now);
        if (from != null) harness.initializeState(from);
        harness.open();
    }

    private void restart(List<Watched> watched) throws Exception {
        OperatorSubtaskState state = harness.snapshot(++checkpoint, 0);
        harness.close();
        start(watched, state);
    }

    /** Lets time pass in steps of ten seconds, because the test's clock fires a timer once. */
    private void pass(int minutes) throws Exception {
        for (int i = 0; i < minutes * 6; i++) harness.setProcessingTime(harness.getProcessingTime() + 10_000);
        told.addAll(harness.extractOutputValues());
        harness.getOutput().clear();
    }

    private List<String> keys() {
        return told.stream().map(e -> (e.raised() ? "+" : "-") + e.key()).toList();
    }

    private void pulse(long left) throws Exception {
        harness.processElement(pulse("", "", left, left + 1, left), 0);
    }

    private static FeedRecord gap(String region, long from, long to) {
        return pulse(Given.ACCOUNT, region, to, from, to);
    }

    private static FeedRecord pulse(String account, String region, long arrival, long from, long to) {
        return new FeedRecord(
                FeedRecord.Kind.PULSE, arrival, null, null, new Pulse(account, region, 0, from, to, false));
    }

    private static FeedRecord sample(String region) {
        return sample(region, MetricRole.CALLS);
    }

    private static FeedRecord sample(String region, MetricRole metric) {
        return FeedRecord.sample(new Datapoint(Given.ACCOUNT, region, "f", metric, M, 1, 1, 1), M);
    }

    private static FeedRecord reject(RejectReason reason) {
        return FeedRecord.reject(new Reject("f", 1, reason, "", 0, "", "", 3, false), M);
    }
}
