package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.guard.wire.ArrivalMarks;
import dev.breakwater.model.MetricRole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class FeedClockTest {

    private static final long M = Given.START;
    private static final String A = "111122223333";
    private static final String B = "444455556666";
    private static final String HERE = "eu-west-1";
    private static final Map<Long, String> NAMES =
            Map.of(ArrivalMarks.clock(A, HERE), "A", ArrivalMarks.clock(B, HERE), "B");

    private OneInputStreamOperatorTestHarness<FeedRecord, FeedRecord> harness;
    private final ArrivalMarks marks = new ArrivalMarks();

    @BeforeEach
    void open() throws Exception {
        open(1);
    }

    private void open(int feeds) throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new FeedClock(feeds));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void tellsAnAdvanceOfAnAccountBeforeTheFirstSampleOfTheMinute() throws Exception {
        sample(A, M, 0);
        sample(B, M + 10, 0);
        sample(A, M, 0);
        sample(A, M + 1, 0);
        assertThat(story()).containsExactly("A 0", "sample", "B 10", "sample", "sample", "A 1", "sample");
    }

    @Test
    void aMinuteThatIsPassedOverIsToldWithThePulse() throws Exception {
        sample(A, M, 0);
        feed(FeedRecord.advance(A, HERE, M, M + 4), 0);
        sample(A, M + 4, 0);
        assertThat(story()).containsExactly("A 0", "sample", "pulse", "A 4", "sample");
    }

    @Test
    void aPulseOfAWholeFeedMovesAllItsAccountsAndAGapMovesNone() throws Exception {
        sample(A, M, 0);
        sample(B, M, 0);
        feed(FeedRecord.advance("", "", M, M + 1), 0);
        feed(FeedRecord.gap(B, HERE, M + 1, M + 1, M + 1), 0);
        assertThat(story()).containsExactly("A 0", "sample", "B 0", "sample", "pulse", "A 1", "B 1", "pulse");
    }

    @Test
    void reportsAndChargesMoveNoClock() throws Exception {
        feed(FeedRecord.sample(new Datapoint(A, HERE, "f", MetricRole.STARTED_CALLS, M + 9, 1, 1, 1), M + 9), 0);
        assertThat(story()).containsExactly("sample");
    }

    @Test
    void ofSeveralFeedsItWaitsForTheLastUntilThatIsSilent() throws Exception {
        close();
        open(2);
        harness.setProcessingTime(1_000_000);
        sample(A, M, 1);
        sample(A, M + 3, 0);
        sample(A, M + 1, 1);
        sample(B, M + 5, 0);
        assertThat(story()).containsExactly("A 0", "sample", "sample", "A 1", "sample", "B 5", "sample");
        harness.setProcessingTime(1_130_000);
        sample(A, M + 4, 0);
        assertThat(story()).containsExactly("A 4", "sample");
    }

    /** A source gives a pulse the time of the last millisecond of its minute. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aPulseOfOneOfSeveralFeedsIsThatFeeds(int feed) throws Exception {
        close();
        open(2);
        harness.setProcessingTime(1_000_000);
        sample(A, M, feed);
        harness.processElement(FeedRecord.advance(A, HERE, M, M + 1), FeedClock.stamp(M * 60_000 + 59_999, feed));
        assertThat(story()).containsExactly("A 0", "sample", "pulse", "A 1");
    }

    @Test
    void afterARestartEveryClockIsToldAgainTheOneThatIsMostBehindFirst() throws Exception {
        sample(A, M + 20, 0);
        sample(B, M, 0);
        long sent = last();
        story();
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        close();
        harness = new OneInputStreamOperatorTestHarness<>(new FeedClock(1));
        harness.initializeState(checkpoint);
        harness.open();
        sample(A, M + 21, 0);
        assertThat(((Watermark) harness.getOutput().peek()).getTimestamp()).isGreaterThan(sent);
        assertThat(story()).containsExactly("B 0", "A 20", "A 21", "sample");
    }

    @Test
    void anAdvanceOfWhichAPartIsMissingIsPassedOver() {
        long[] first = ArrivalMarks.of(ArrivalMarks.FIRST, ArrivalMarks.clock(A, HERE), M);
        long[] next = ArrivalMarks.of(ArrivalMarks.FIRST + 3, ArrivalMarks.clock(B, HERE), M + 7);
        List<Boolean> whole = new ArrayList<>();
        for (long mark : new long[] {first[1], first[2], first[0], first[2], next[0], next[1], next[2]}) {
            whole.add(marks.take(mark));
        }
        assertThat(whole).containsExactly(false, false, false, false, false, false, true);
        assertThat(marks.minute()).isEqualTo(M + 7);
        assertThat(marks.clock()).isEqualTo(ArrivalMarks.clock(B, HERE));
        assertThat(marks.account()).isEqualTo(ArrivalMarks.ofAccount(B));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000000", "999999999999", "123456789012"})
    void noTwoRegionsOfAnAccountShareAClock(String account) {
        Set<Long> clocks = new HashSet<>();
        for (Region region : Region.regions()) clocks.add(ArrivalMarks.clock(account, region.id()));
        assertThat(clocks).hasSameSizeAs(Region.regions()).doesNotContain(ArrivalMarks.ofAccount(account));
    }

    private void sample(String account, long minute, int feed) throws Exception {
        feed(FeedRecord.sample(new Datapoint(account, HERE, "f", MetricRole.CALLS, minute, 1, 1, 1), minute), feed);
    }

    private void feed(FeedRecord r, int feed) throws Exception {
        harness.processElement(r, r.arrivalMinute() * 60_000 + feed);
    }

    private long last() {
        return harness.getOutput().stream()
                .filter(Watermark.class::isInstance)
                .mapToLong(mark -> ((Watermark) mark).getTimestamp())
                .max()
                .orElseThrow();
    }

    /** The output since the last call. */
    private List<String> story() {
        List<String> story = new ArrayList<>();
        int samples = 0;
        List<FeedRecord> records = harness.extractOutputValues();
        for (Object out : harness.getOutput()) {
            if (!(out instanceof Watermark mark)) {
                story.add(records.get(samples++).kind().name().toLowerCase(java.util.Locale.ROOT));
            } else if (marks.take(mark.getTimestamp())) {
                story.add(NAMES.get(marks.clock()) + " " + (marks.minute() - M));
            }
        }
        harness.getOutput().clear();
        return story;
    }
}
