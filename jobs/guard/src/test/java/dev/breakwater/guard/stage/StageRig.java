package dev.breakwater.guard.stage;

import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.FleetChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * A keyed stage in Flink's own operator. Tests feed elements, set the clock, and stop and restore the operator. Its
 * output is kept over restarts.
 */
final class StageRig<I, O> implements AutoCloseable {

    private static final long MINUTE = 60_000;

    private final Supplier<WithFleet<I, O>> stage;
    private final KeySelector<I, String> key;
    private final List<OutputTag<?>> tags;
    private final List<O> out = new ArrayList<>();
    private final Map<String, List<Object>> sides = new LinkedHashMap<>();
    private KeyedTwoInputStreamOperatorTestHarness<String, I, FleetChange, O> harness;

    StageRig(Supplier<WithFleet<I, O>> stage, KeySelector<I, String> key, List<OutputTag<?>> tags) throws Exception {
        this.stage = stage;
        this.key = key;
        this.tags = tags;
        this.harness = harness(stage.get());
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    /** Sends an element of an arrival minute. */
    void feed(I element, long arrivalMinute) throws Exception {
        harness.processElement1(element, arrivalMinute * MINUTE);
    }

    /** Moves the feed to an arrival minute, which ends earlier arrival minutes. */
    void arrive(long arrivalMinute) throws Exception {
        watermark(arrivalMinute * MINUTE - 1);
    }

    void watermark(long millis) throws Exception {
        harness.processWatermark1(new Watermark(millis));
    }

    void endInput() throws Exception {
        watermark(Long.MAX_VALUE);
    }

    void wallClock(long millis) throws Exception {
        harness.setProcessingTime(millis);
    }

    /** Stops at a checkpoint and starts again from it, in a new operator. */
    void restart() throws Exception {
        restart(stage.get());
    }

    /** Passes the state to another operator for one element, and continues from the resulting state. */
    void handOver(WithFleet<I, O> other, I element) throws Exception {
        restart(other);
        harness.processElement1(element, harness.getProcessingTime());
        restart();
    }

    private void restart(WithFleet<I, O> as) throws Exception {
        drain();
        long now = harness.getProcessingTime();
        OperatorSubtaskState snapshot = harness.snapshot(1, now);
        harness.close();
        harness = harness(as);
        harness.setProcessingTime(now);
        harness.initializeState(snapshot);
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
    }

    /** All output since the start. */
    List<O> out() {
        drain();
        return out;
    }

    @SuppressWarnings("unchecked")
    <T> List<T> side(OutputTag<T> tag) {
        drain();
        return (List<T>) sides.get(tag.getId());
    }

    /** All outputs, including side outputs, to compare two runs. */
    Map<String, List<Object>> everything() {
        Map<String, List<Object>> all = new LinkedHashMap<>();
        all.put("out", new ArrayList<>(out()));
        all.putAll(sides);
        return all;
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    int timers() {
        return harness.numEventTimeTimers() + harness.numProcessingTimeTimers();
    }

    @Override
    public void close() {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IllegalStateException("the stage could not be closed", e);
        }
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, I, FleetChange, O> harness(WithFleet<I, O> as)
            throws Exception {
        var operator = new CoBroadcastWithKeyedOperator<>(as, List.of(WithFleet.CHANGES));
        return new KeyedTwoInputStreamOperatorTestHarness<>(operator, key, null, Types.STRING);
    }

    private void drain() {
        out.addAll(harness.extractOutputValues());
        harness.getOutput().clear();
        for (OutputTag<?> tag : tags) {
            List<Object> side = sides.computeIfAbsent(tag.getId(), k -> new ArrayList<>());
            var records = harness.getSideOutput(tag);
            if (records == null) continue;
            for (StreamRecord<?> r : records) side.add(r.getValue());
            records.clear();
        }
    }
}
