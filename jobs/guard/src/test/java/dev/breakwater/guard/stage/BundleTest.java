package dev.breakwater.guard.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.guard.wire.Samples;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Sample;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundleTest {

    private OneInputStreamOperatorTestHarness<Sample, Samples> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new Bundle());
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void samplesOfAFunctionGoTogetherUntilOneOfAnotherComes() throws Exception {
        feed("a", MetricRole.CALLS, 5);
        feed("a", MetricRole.MILLISECONDS, 5);
        assertThat(harness.getOutput()).isEmpty();
        feed("b", MetricRole.CALLS, 5);
        feed("a", MetricRole.ERRORS, 5);
        assertThat(harness.getOutput())
                .containsExactly(
                        bundle(5, sample("a", MetricRole.CALLS, 5, 0), sample("a", MetricRole.MILLISECONDS, 5, 0)),
                        bundle(5, sample("b", MetricRole.CALLS, 5, 0)));
    }

    @Test
    void anotherArrivalMinuteOrGapBeginsAnother() throws Exception {
        feed("a", MetricRole.CALLS, 5);
        feed("a", MetricRole.MILLISECONDS, 6);
        harness.processElement(sample("a", MetricRole.ERRORS, 6, 3), minute(6));
        harness.endInput();
        harness.getOneInputOperator().finish();
        assertThat(harness.getOutput())
                .containsExactly(
                        bundle(5, sample("a", MetricRole.CALLS, 5, 0)),
                        bundle(6, sample("a", MetricRole.MILLISECONDS, 6, 0)),
                        bundle(6, sample("a", MetricRole.ERRORS, 6, 3)));
    }

    @Test
    void nothingIsHeldOverAWatermarkOrACheckpoint() throws Exception {
        feed("a", MetricRole.CALLS, 5);
        harness.processWatermark(minute(5));
        feed("a", MetricRole.MILLISECONDS, 5);
        harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
        assertThat(harness.getOutput())
                .containsExactly(
                        bundle(5, sample("a", MetricRole.CALLS, 5, 0)),
                        new Watermark(minute(5)),
                        bundle(5, sample("a", MetricRole.MILLISECONDS, 5, 0)));
    }

    @Test
    void whatIsHeldGoesAsSoonAsTheTaskHasNothingElseAtHand() throws Exception {
        feed("a", MetricRole.CALLS, 5);
        harness.getTaskMailbox().tryTake(0).orElseThrow().run();
        feed("a", MetricRole.MILLISECONDS, 5);
        harness.getTaskMailbox().tryTake(0).orElseThrow().run();
        assertThat(harness.getOutput()).hasSize(2);
    }

    @Test
    void aBundleIsNoLongerThanItsSerializerCounts() throws Exception {
        for (int i = 0; i <= Samples.MOST; i++) feed("a", MetricRole.ERRORS, 5);
        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(s -> assertThat(s.all()).hasSize(Samples.MOST));
    }

    private void feed(String function, MetricRole metric, long arrival) throws Exception {
        harness.processElement(sample(function, metric, arrival, 0), minute(arrival));
    }

    private static Sample sample(String function, MetricRole metric, long arrival, long silentTo) {
        return new Sample(Given.ACCOUNT, Given.REGION, function, metric, 4, arrival, 0, silentTo, 1, 1);
    }

    private static StreamRecord<Samples> bundle(long arrival, Sample... samples) {
        return new StreamRecord<>(new Samples(new ArrayList<>(List.of(samples))), minute(arrival));
    }

    private static long minute(long minute) {
        return minute * 60_000;
    }
}
