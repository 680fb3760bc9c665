package dev.breakwater.guard;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.engine.budget.meter.DaySpend;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.guard.stage.AssessAccounts;
import dev.breakwater.guard.stage.ControlStage;
import dev.breakwater.guard.stage.FirstFacts;
import dev.breakwater.guard.stage.JudgeFunctions;
import dev.breakwater.guard.stage.PayProvisioned;
import dev.breakwater.guard.stage.ReplicaFacts;
import dev.breakwater.guard.stage.clock.Clocked;
import dev.breakwater.guard.stage.clock.Clocked.ClockedWithBroadcast;
import dev.breakwater.guard.stage.clock.Clocked.KeyClock;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.WithFixedFleet;
import dev.breakwater.guard.stage.fleet.WithLiveFleet;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.guard.wire.Keys;
import dev.breakwater.guard.wire.Samples;
import dev.breakwater.guard.wire.Samples.SamplesSerializer;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.function.FunctionFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Runs keyed stages with a fleet and a book that are either fixed or may change. A function's facts are sent only to
 * the keys of the function and of its account and region. New books and the limits of accounts and regions are sent to
 * every instance.
 */
final class KeyedStages {

    private final Map<String, FunctionFacts> fleet;
    /** Changes of the fleet. Null if the fleet does not change. */
    private final DataStream<FleetChange> changes;
    /** New books. Null if the book does not change. */
    private final DataStream<FleetChange> books;
    /** New books and limits. Null if the fleet does not change. */
    private final DataStream<FleetChange> everywhere;

    KeyedStages(
            Map<String, FunctionFacts> fleet,
            Set<String> owners,
            Optional<DataStream<InventoryChange>> inventory,
            Optional<DataStream<BookNews>> news) {
        this.fleet = fleet;
        changes = inventory.map(i -> Sources.changes(i, owners)).orElse(null);
        DataStream<FleetChange> taken = news.map(Sources::changes).orElse(null);
        DataStream<FleetChange> limits = changes == null
                ? null
                : changes.filter(c -> c.kind() == FleetChange.Kind.LIMIT)
                        .setParallelism(1)
                        .uid(Stage.FUNCTIONS.uid() + "-limit");
        books = taken == null ? null : taken.broadcast();
        everywhere = limits == null ? null : (taken == null ? limits : limits.union(taken)).broadcast();
    }

    /** Returns whether a new book may arrive. */
    boolean booksChange() {
        return books != null;
    }

    SingleOutputStreamOperator<Assessment> judgeFunctions(DataStream<Samples> samples, GuardSettings settings) {
        KeyedStream<Samples, String> keyed = samples.keyBy(Keys.FUNCTION_OF_SAMPLES, Types.STRING);
        JudgeFunctions stage = new JudgeFunctions(settings);
        return (changes == null
                        ? run(keyed, KeyClock.PLACE, stage, Assessment.class, fleet)
                        : run(keyed, KeyClock.PLACE, Assessment.class, everywhere, WithLiveFleet.ofFunctions(stage)))
                .uid(Stage.FUNCTIONS.uid());
    }

    /**
     * @param samples the samples, and each function's facts
     * @param facts   all facts, for control; empty if the fleet does not change
     */
    record Informed(DataStream<Samples> samples, Optional<DataStream<FleetChange>> facts) {}

    /** Adds each function's facts to its samples. */
    Informed inform(DataStream<Samples> samples) {
        if (changes == null) return new Informed(samples, Optional.empty());
        DataStream<Samples> facts = changes.filter(FleetChange::ofFunction)
                .setParallelism(1)
                .uid(Stage.FUNCTIONS.uid() + "-change")
                .map(Samples::of)
                .returns(SamplesSerializer.TYPE)
                .setParallelism(1)
                .uid(Stage.FUNCTIONS.uid() + "-facts");
        SingleOutputStreamOperator<Samples> first = samples.process(new FirstFacts(fleet))
                .returns(SamplesSerializer.TYPE)
                .setParallelism(1)
                .uid(Stage.FIRST.uid());
        SingleOutputStreamOperator<Samples> replicas = first.getSideOutput(FirstFacts.REPLICAS)
                .union(facts.filter(s ->
                                FunctionKey.mayHaveReplicas(s.function().place().region()))
                        .setParallelism(1)
                        .uid(Stage.REPLICAS.uid() + "-facts"))
                .keyBy(Keys.HOME_OF_SAMPLES, Types.STRING)
                .process(new ReplicaFacts())
                .returns(SamplesSerializer.TYPE)
                .uid(Stage.REPLICAS.uid());
        return new Informed(
                first.union(replicas, facts),
                Optional.of(changes.union(
                        first.getSideOutput(FirstFacts.FIRST), replicas.getSideOutput(ReplicaFacts.FACTS))));
    }

    SingleOutputStreamOperator<Decision> control(
            DataStream<ControlInput> heard, Optional<DataStream<FleetChange>> facts, ControlStage stage) {
        DataStream<ControlInput> in = facts.map(f -> heard.union(inputs(f, Stage.CONTROL.uid() + "-fleet")))
                .orElse(heard);
        return ofPlaces(in, stage, Decision.class, fleet).uid(Stage.CONTROL.uid());
    }

    /**
     * Returns the cost of provisioned concurrency. The result is empty if no function has provisioned concurrency,
     * because the job then lacks this stage.
     */
    Optional<SingleOutputStreamOperator<DaySpend>> payProvisioned(
            SingleOutputStreamOperator<Assessment> accounts, GuardSettings settings) {
        Map<String, FunctionFacts> ready = new HashMap<>(fleet);
        ready.values().removeIf(f -> f.capacity().ready() == 0);
        if (ready.isEmpty() && changes == null) return Optional.empty();
        String uid = Stage.PROVISIONED.uid();
        DataStream<ControlInput> minutes = accounts.getSideOutput(AssessAccounts.MINUTES)
                .map(ControlInput::of)
                .returns(TypeInformation.of(ControlInput.class))
                .uid(uid + "-minute");
        if (changes != null) {
            minutes = minutes.union(inputs(
                    changes.filter(FleetChange::ofProvisioned).setParallelism(1).uid(uid + "-change"), uid + "-fleet"));
        }
        return Optional.of(ofPlaces(minutes, new PayProvisioned(settings), DaySpend.class, ready)
                .uid(uid));
    }

    private static DataStream<ControlInput> inputs(DataStream<FleetChange> changes, String uid) {
        return changes.map(ControlInput::of)
                .returns(TypeInformation.of(ControlInput.class))
                .setParallelism(1)
                .uid(uid);
    }

    private <O> SingleOutputStreamOperator<O> ofPlaces(
            DataStream<ControlInput> in,
            KeyedStage<ControlInput, O> stage,
            Class<O> out,
            Map<String, FunctionFacts> fixed) {
        KeyedStream<ControlInput, String> keyed = in.keyBy(Keys.PLACE_OF_INPUT, Types.STRING);
        return changes == null
                ? run(keyed, KeyClock.PLACE, stage, out, fixed)
                : run(keyed, KeyClock.PLACE, out, everywhere, WithLiveFleet.ofPlaces(stage));
    }

    /** Adds a stage that does not use the fleet. */
    <I, O> SingleOutputStreamOperator<O> byBook(
            KeyedStream<I, String> input, KeyClock clock, KeyedStage<I, O> stage, Class<O> out) {
        return run(input, clock, stage, out, Map.of());
    }

    private <I, O> SingleOutputStreamOperator<O> run(
            KeyedStream<I, String> input,
            KeyClock clock,
            KeyedStage<I, O> stage,
            Class<O> out,
            Map<String, FunctionFacts> fixed) {
        if (books != null) return run(input, clock, out, books, new WithLiveFleet<>(stage, fixed));
        return input.transform(
                "fixed", TypeInformation.of(out), new Clocked<>(new WithFixedFleet<>(stage, fixed), clock));
    }

    private static <I, O> SingleOutputStreamOperator<O> run(
            KeyedStream<I, String> input,
            KeyClock clock,
            Class<O> out,
            DataStream<FleetChange> changing,
            WithLiveFleet<I, O> stage) {
        return input.connect(changing)
                .transform(
                        "live",
                        TypeInformation.of(out),
                        new ClockedWithBroadcast<>(stage, WithLiveFleet.CHANGES, clock));
    }
}
