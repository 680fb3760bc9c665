package dev.breakwater.guard.stage;

import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.FleetChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** A keyed stage in the operator that accepts new books while it runs. */
final class BookRig<I, O> implements AutoCloseable {

    private static final long MINUTE = 60_000;

    private final Supplier<KeyedStage<I, O>> stage;
    private final KeySelector<I, String> key;
    private KeyedTwoInputStreamOperatorTestHarness<String, I, FleetChange, O> harness;

    BookRig(Supplier<KeyedStage<I, O>> stage, KeySelector<I, String> key) throws Exception {
        this.stage = stage;
        this.key = key;
        harness = harness();
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    /** A change to a configuration with these policies and budgets. */
    static FleetChange book(String id, long from, String mode, String keys) {
        String text = """
                apiVersion: breakwater.dev/v1
                mode: %s
                instance: { name: test }
                source: { landing: { path: in } }
                """.formatted(mode) + keys;
        return FleetChange.book(new BookNews(BookNews.Kind.TAKEN, id, "", text, from, from, "breakwater.yaml", false));
    }

    void book(FleetChange book) throws Exception {
        harness.processElement2(book, Long.MIN_VALUE);
    }

    void feed(I element, long arrivalMinute) throws Exception {
        harness.processElement1(element, arrivalMinute * MINUTE);
    }

    /** Moves the feed to an arrival minute, which ends earlier arrival minutes. */
    void arrive(long arrivalMinute) throws Exception {
        harness.processWatermark1(new Watermark(arrivalMinute * MINUTE - 1));
    }

    void wallClock(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    /** Stops at a checkpoint and starts again from it. */
    void restart() throws Exception {
        long now = harness.getProcessingTime();
        OperatorSubtaskState snapshot = harness.snapshot(1, now);
        harness.close();
        harness = harness();
        harness.setProcessingTime(now);
        harness.initializeState(snapshot);
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    /** The output since the start or a restart. */
    List<O> out() {
        return harness.extractOutputValues();
    }

    <T> List<T> side(OutputTag<T> tag) {
        List<T> side = new ArrayList<>();
        var records = harness.getSideOutput(tag);
        if (records != null) for (StreamRecord<T> r : records) side.add(r.getValue());
        return side;
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    @Override
    public void close() {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IllegalStateException("the stage could not be closed", e);
        }
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, I, FleetChange, O> harness() throws Exception {
        var function = new WithFleet<>(stage.get(), Given.live().fleet());
        var operator = new CoBroadcastWithKeyedOperator<>(function, List.of(WithFleet.CHANGES));
        return new KeyedTwoInputStreamOperatorTestHarness<>(operator, key, null, Types.STRING);
    }
}
