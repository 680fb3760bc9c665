package dev.breakwater.guard.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.core.control.Decision;
import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.LimitObservation;
import dev.breakwater.core.control.Wish;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.LeverKind;
import dev.breakwater.core.policy.Match;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.core.policy.PolicyBook.BlastRadius;
import dev.breakwater.core.policy.ReservationFacts;
import dev.breakwater.core.policy.ThrottleRule;
import dev.breakwater.core.policy.ThrottleRule.LeverRule;
import dev.breakwater.core.policy.Trigger;
import dev.breakwater.core.policy.TriggerFacts;
import dev.breakwater.guard.GuardSettings;
import dev.breakwater.guard.stage.fleet.WithLiveFleet;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.util.OutputTag;

/**
 * Control's operator alone, on a clock of its own, with something of each kind in its state: throttles held, on their way
 * up and just given back, a queue, a stream, a budget's order, a function that was changed by hand, open incidents, and a
 * verdict that waits for its minute to end.
 *
 * <p>{@link #main} stores that state; it is run by hand, once for each release, with the code of that release:
 *
 * <pre>{@code
 * java -cp (test class path of jobs/guard) dev.breakwater.guard.stage.StoredControl jobs/guard/src/test/resources/savepoints/VERSION
 * }</pre>
 *
 * <p>{@code savepoints/0.1.0} was made with commit 0526177 and Flink 2.2.1.
 */
final class StoredControl implements AutoCloseable {

    static final long MINUTE = 60_000;

    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final long CENT = 10_000_000L;
    /** Data minute with which it begins, and the wall clock then. */
    static final long M = 29_540_160;

    static final long BEGUN = (M + 1) * MINUTE;
    private static final int MINUTES = 21;
    static final long STORED_AT = BEGUN + MINUTES * MINUTE;
    static final String BUDGET = "b0d9e7000001";
    private static final long TICK = 5_000;

    private final KeyedTwoInputStreamOperatorTestHarness<String, ControlInput, FleetChange, Decision> operator;
    private long now = BEGUN;
    /** How many wishes AWS has heard of. */
    private int heard;

    private StoredControl(String snapshot) throws Exception {
        GuardSettings settings = settings();
        var stage = new WithLiveFleet<>(new ControlStage(settings), settings.fleet());
        operator = new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(stage, List.of(WithLiveFleet.CHANGES)),
                Keys.PLACE_OF_INPUT,
                change -> "",
                Types.STRING);
        if (!snapshot.isEmpty()) {
            now = STORED_AT;
            operator.setProcessingTime(now);
            operator.initializeState(OperatorSnapshotUtil.readStateHandle(snapshot));
        }
        operator.open();
        operator.setProcessingTime(now);
    }

    /** As it was stored in a file. */
    static StoredControl restored(Path snapshot) throws Exception {
        return new StoredControl(snapshot.toString());
    }

    /** The wall clock goes on, tick by tick; after each tick AWS has done what was wished, and control hears of it. */
    void clockTo(long until) throws Exception {
        while (now < until) {
            now += TICK;
            operator.setProcessingTime(now);
            List<Wish> all = side(ControlStage.WISHES);
            for (Wish wish : all.subList(heard, all.size())) {
                operator.processElement1(new StreamRecord<>(ControlInput.of(done(wish)), (M + 1) * MINUTE));
            }
            heard = all.size();
        }
    }

    private LimitObservation done(Wish w) {
        int value = w.throttle() ? w.limit() : w.previous();
        return new LimitObservation(
                w.throttle() ? LimitObservation.Kind.SET : LimitObservation.Kind.GIVEN_BACK,
                w.account(),
                w.region(),
                w.function(),
                w.lever(),
                w.intent(),
                w.limit(),
                w.previous(),
                value,
                w.until(),
                "",
                "",
                now);
    }

    <T> List<T> side(OutputTag<T> tag) {
        var records = operator.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    /** What was decided about a function. */
    List<DecisionType> decided(String function) {
        return operator.extractOutputValues().stream()
                .filter(d -> d.scope().key().equals(function))
                .map(Decision::type)
                .toList();
    }

    /** The newest wish of each limit, by function and mapping. */
    Map<String, Wish> wishes() {
        Map<String, Wish> newest = new TreeMap<>();
        for (Wish w : side(ControlStage.WISHES))
            newest.put(w.function() + '|' + w.lever().mapping(), w);
        return newest;
    }

    /** What the newest event of each alert was. */
    Map<String, EventType> alerts() {
        Map<String, EventType> newest = new TreeMap<>();
        for (IncidentSnapshot e : side(ControlStage.EVENTS)) newest.put(e.dedupKey(), e.type());
        return newest;
    }

    @Override
    public void close() {
        try {
            operator.close();
        } catch (Exception e) {
            throw new IllegalStateException("the operator does not close", e);
        }
    }

    public static void main(String[] args) throws Exception {
        Path to = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        try (StoredControl control = new StoredControl("")) {
            control.live();
            ObjectNode said = new ObjectMapper().createObjectNode();
            control.wishes()
                    .forEach((limit, w) -> said.withObjectProperty("wishes")
                            .putObject(limit)
                            .put("throttle", w.throttle())
                            .put("intent", w.intent())
                            .put("limit", w.limit())
                            .put("previous", w.previous()));
            control.alerts()
                    .forEach((key, type) -> said.withObjectProperty("alerts").put(key, type.name()));
            Files.writeString(to.resolve("control.json"), said.toPrettyString() + '\n');
            OperatorSnapshotUtil.writeStateHandle(
                    control.operator.snapshot(1, STORED_AT),
                    to.resolve("control.snapshot").toString());
        }
    }

    private void live() throws Exception {
        for (FunctionFacts f : settings().fleet().values()) change(f);
        for (int minute = 0; minute < MINUTES; minute++) {
            if (minute == 2) page(minute, "by-hand", "released");
            if (minute == 4) page(minute, "rising");
            if (minute == 6) change(reserved("by-hand", new ReservationFacts(30, true, now)));
            if (minute == 9) change(reserved("by-hand", new ReservationFacts(33, false, now)));
            if (minute >= 15) page(minute, "steady", "queued", "paused");
            feed(Verdicts.page("shop", M + minute, M).ordered(BUDGET), minute);
            clockTo(BEGUN + (minute + 1) * MINUTE);
        }
        page(MINUTES, "waiting");
    }

    private void page(int minute, String... functions) throws Exception {
        for (String f : functions) feed(Verdicts.page(f, M + minute, M + minute), minute);
    }

    private void feed(Assessment verdict, int minute) throws Exception {
        operator.processElement1(new StreamRecord<>(ControlInput.of(verdict), (M + minute + 1) * MINUTE));
    }

    private void change(FunctionFacts f) throws Exception {
        String key = f.account() + '|' + f.region() + '|' + f.function();
        operator.processElement2(new StreamRecord<>(FleetChange.facts(key, f, now)));
    }

    /** Small gates, holds of a quarter of an hour; what is named "released" is held for four minutes at most. */
    private static GuardSettings settings() {
        PolicyBook book = new PolicyBook(
                Mode.ENFORCE,
                List.of(
                        policy("released", 4, LeverRule.AUTO),
                        policy("paused", 240, LeverRule.PAUSE),
                        policy("*", 240, LeverRule.AUTO)),
                List.of(),
                new BlastRadius(20, 1, 60, 100));
        Map<String, FunctionFacts> fleet = new HashMap<>();
        Trigger queue = new Trigger("queue-mapping", LeverKind.QUEUE, true, 20, false);
        Trigger stream = new Trigger("stream-mapping", LeverKind.STREAM, true, -1, false);
        for (FunctionFacts f : List.of(
                reserved("steady", ReservationFacts.of(40)),
                reserved("rising", ReservationFacts.of(-1)),
                reserved("released", ReservationFacts.of(60)),
                reserved("by-hand", ReservationFacts.of(30)),
                reserved("shop", ReservationFacts.of(25)),
                reserved("waiting", ReservationFacts.of(50)),
                fed("queued", queue),
                fed("paused", stream))) {
            fleet.put(f.account() + '|' + f.region() + '|' + f.function(), f);
        }
        return new GuardSettings(book, Given.live().control(), Given.live().prices(), fleet, false);
    }

    private static Policy policy(String function, int maxHoldMinutes, LeverRule lever) {
        Duration most = Duration.ofMinutes(maxHoldMinutes);
        Duration hold = Duration.ofMinutes(Math.min(15, maxHoldMinutes));
        int floor = lever == LeverRule.PAUSE ? 0 : 2;
        ThrottleRule rule = new ThrottleRule(CENT, floor, 1.5, hold, most, Duration.ofMinutes(30), lever, true);
        Match match = new Match(function, Map.of());
        return new Policy(function, match, false, CENT, CENT, rule, 1_000 * CENT);
    }

    private static FunctionFacts reserved(String function, ReservationFacts reservation) {
        return new FunctionFacts(
                ACCOUNT, REGION, function, 512, "arm64", 30, reservation, -1, Map.of(), TriggerFacts.UNKNOWN);
    }

    private static FunctionFacts fed(String function, Trigger trigger) {
        FunctionFacts plain = reserved(function, ReservationFacts.of(-1));
        return new FunctionFacts(
                plain.account(),
                plain.region(),
                plain.function(),
                plain.memoryMb(),
                plain.architecture(),
                plain.timeoutSeconds(),
                plain.reservation(),
                plain.modifiedMinute(),
                plain.tags(),
                new TriggerFacts(List.of(trigger), BEGUN));
    }
}
