package dev.breakwater.guard.stage;

import dev.breakwater.connectors.lambda.lever.FakeLever;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.limit.Actuator;
import dev.breakwater.guard.limit.DirectPool;
import dev.breakwater.guard.limit.FaultyLedger;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.Place;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * Control of a live run in Flink's own operator. Its calls are made at once, on a simulated Lambda. Tests set the
 * clock, take checkpoints, and stop and restore the operator. Its output is kept over restarts.
 */
final class LiveRig implements AutoCloseable {

    private static final long MINUTE = 60_000;
    private static final List<OutputTag<?>> SIDES = List.of(
            ControlStage.EVENTS,
            ControlStage.INCIDENTS,
            ControlStage.ALARMS,
            ControlStage.STANDINGS,
            ControlStage.TROUBLES,
            ControlStage.TOLD,
            ControlStage.ACTS);
    /** The rig of the running test. It is static, because a job graph cannot contain it. */
    private static LiveRig running;

    final FakeLever world;
    final FaultyLedger ledger;
    /** Whether snapshots are taken, and whether the operator is notified that they are complete. */
    boolean snapshots = true;

    /** Milliseconds between checkpoints. */
    long checkpointEvery = 10_000;

    boolean notifies = true;
    /** How often control's whole state was read. */
    long reads;

    private final Supplier<GuardSettings> settings;
    private final List<Decision> out = new ArrayList<>();
    private final Map<String, List<Object>> sides = new LinkedHashMap<>();
    private KeyedTwoInputStreamOperatorTestHarness<String, ControlInput, FleetChange, Decision> harness;
    private OperatorSubtaskState complete;
    private long completeNumber;
    private long number;
    private long now;

    /** Starts control at this time, with a watched account and region. */
    LiveRig(Path folder, Supplier<GuardSettings> settings, long now) throws Exception {
        this(folder, settings, now, new FakeLever().create("f").create("g"));
    }

    /** Starts control with a simulated AWS that already exists. */
    LiveRig(Path folder, Supplier<GuardSettings> settings, long now, FakeLever world) throws Exception {
        running = this;
        this.world = world;
        this.settings = settings;
        this.now = now;
        ledger = new FaultyLedger(folder, "test");
        start(null);
    }

    private static Actuator act() {
        Actuator.Access access = new Actuator.Access((account, region, kind) -> running.world, running.ledger, "test");
        return new Actuator(access, new DirectPool(), () -> running.now);
    }

    private void start(OperatorSubtaskState from) throws Exception {
        Actuator.Factory act = LiveRig::act;
        var function = WithFleet.ofPlaces(counted(new ControlStage(settings.get(), Optional.of(act))));
        var operator = new CoBroadcastWithKeyedOperator<>(function, List.of(WithFleet.CHANGES));
        harness = new KeyedTwoInputStreamOperatorTestHarness<>(operator, ControlInput::place, null, Types.STRING);
        harness.setProcessingTime(now);
        if (from != null) {
            harness.setRestoredCheckpointId(completeNumber);
            harness.initializeState(from);
        }
        harness.open();
        harness.processWatermark2(Watermark.MAX_WATERMARK);
        if (from == null) {
            for (var known : Given.live().fleet().entrySet()) {
                change(FleetChange.facts(known.getKey(), known.getValue(), now));
            }
        }
        watch();
    }

    /** Sends a change of the inventory. */
    void change(FleetChange change) throws Exception {
        harness.processElement1(ControlInput.of(change), now);
    }

    private void watch() throws Exception {
        harness.processElement1(ControlInput.of(new Place(Given.ACCOUNT, Given.REGION)), now);
    }

    void book(FleetChange book) throws Exception {
        harness.processElement2(book, Long.MIN_VALUE);
    }

    void feed(ControlInput element, long arrivalMinute) throws Exception {
        harness.processElement1(element, arrivalMinute * MINUTE);
    }

    /** Moves the feed to an arrival minute, which ends earlier arrival minutes. */
    void arrive(long arrivalMinute) throws Exception {
        harness.processWatermark1(new Watermark(arrivalMinute * MINUTE - 1));
    }

    long now() {
        return now;
    }

    /** Lets time pass in steps of control's tick. */
    void to(long millis) throws Exception {
        to(millis, 5_000);
    }

    void to(long millis, long step) throws Exception {
        while (now < millis) {
            long before = now;
            now = Math.min(millis, now + step);
            harness.setProcessingTime(now);
            if (now / MINUTE > before / MINUTE) watch();
            if (snapshots && now / checkpointEvery > before / checkpointEvery) checkpoint();
        }
    }

    void checkpoint() throws Exception {
        number++;
        complete = harness.snapshot(number, now);
        completeNumber = number;
        if (notifies) harness.notifyOfCompletedCheckpoint(number);
    }

    /** Stops at a checkpoint, and continues from it after some time. */
    void restart(long downMillis) throws Exception {
        checkpoint();
        fail(downMillis);
    }

    /** Fails and continues from the newest complete checkpoint. */
    void fail(long downMillis) throws Exception {
        drain();
        harness.close();
        now += downMillis;
        start(complete);
    }

    List<Decision> out() {
        drain();
        return out;
    }

    List<DecisionType> types() {
        return out().stream().map(Decision::type).toList();
    }

    Decision first(DecisionType type) {
        return out().stream().filter(d -> d.type() == type).findFirst().orElseThrow();
    }

    @SuppressWarnings("unchecked")
    <T> List<T> side(OutputTag<T> tag) {
        drain();
        return (List<T>) sides.get(tag.getId());
    }

    int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    int processingTimers() {
        return harness.numProcessingTimeTimers();
    }

    int timers() {
        return harness.numEventTimeTimers() + processingTimers();
    }

    private void drain() {
        out.addAll(harness.extractOutputValues());
        harness.getOutput().clear();
        for (OutputTag<?> tag : SIDES) {
            List<Object> side = sides.computeIfAbsent(tag.getId(), k -> new ArrayList<>());
            var records = harness.getSideOutput(tag);
            if (records == null) continue;
            for (StreamRecord<?> r : records) side.add(r.getValue());
            records.clear();
        }
    }

    /** Counts the reads of control's whole state. Each read deserializes the state if it is on disk. */
    @SuppressWarnings("unchecked")
    private static KeyedStage<ControlInput, Decision> counted(ControlStage stage) {
        return around(KeyedStage.class, (call, of) -> {
            boolean opens = call.getName().equals("open");
            return call.invoke(stage, opens ? new Object[] {counted((RuntimeContext) of[0])} : of);
        });
    }

    private static RuntimeContext counted(RuntimeContext context) {
        return around(RuntimeContext.class, (call, of) -> {
            Object made = call.invoke(context, of);
            boolean whole = call.getName().equals("getState")
                    && ((ValueStateDescriptor<?>) of[0]).getName().equals("control");
            return whole ? counted((ValueState<?>) made) : made;
        });
    }

    private static ValueState<?> counted(ValueState<?> state) {
        return around(ValueState.class, (call, of) -> {
            if (call.getName().equals("value")) running.reads++;
            return call.invoke(state, of);
        });
    }

    private static <T> T around(Class<T> type, Around calls) {
        ClassLoader loader = LiveRig.class.getClassLoader();
        return type.cast(
                Proxy.newProxyInstance(loader, new Class<?>[] {type}, (proxy, call, of) -> calls.make(call, of)));
    }

    private interface Around {
        Object make(Method call, Object[] of) throws Exception;
    }

    @Override
    public void close() {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IllegalStateException("the stage could not be closed", e);
        }
    }
}
