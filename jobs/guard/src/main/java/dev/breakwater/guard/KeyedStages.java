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
import dev.breakwater.guard.stage.clock.Clocked.KeyClock;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.WithFleet;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.ControlInput;
import dev.breakwater.guard.wire.FleetChange;
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
    /** New books. */
    private final DataStream<FleetChange> books;
    /** New books and limits. */
    private final DataStream<FleetChange> everywhere;

    /** @param nothing a stream without elements, for a job whose book does not change */
    KeyedStages(
            Map<String, FunctionFacts> fleet,
            Set<String> owners,
            DataStream<FleetChange> nothing,
            Optional<DataStream<InventoryChange>> inventory,
            Optional<DataStream<BookNews>> news) {
        this.fleet = fleet;
        changes = inventory.map(i -> Sources.changes(i, owners)).orElse(null);
        DataStream<FleetChange> taken = news.map(Sources::changes).orElse(nothing);
        books = taken.broadcast();
        everywhere = changes == null
                ? books
                : changes.filter(c -> c.kind() == FleetChange.Kind.LIMIT)
                        .setParallelism(1)
                        .uid(Stage.FUNCTIONS.uid() + "-limit")
                        .union(taken)
                        .broadcast();
    }

    SingleOutputStreamOperator<Assessment> judgeFunctions(DataStream<Samples> samples, GuardSettings settings) {
        KeyedStream<Samples, String> keyed = samples.keyBy(s -> s.function().id(), Types.STRING);
        JudgeFunctions stage = new JudgeFunctions(settings);
        WithFleet<Samples, Assessment> informed =
                changes == null ? new WithFleet<>(stage, fleet) : WithFleet.ofFunctions(stage);
        return run(keyed, KeyClock.PLACE, Assessment.class, everywhere, informed)
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
                .keyBy(s -> FunctionKey.homeId(s.function().id()), Types.STRING)
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
        WithFleet<ControlInput, O> informed =
                changes == null ? new WithFleet<>(stage, fixed) : WithFleet.ofPlaces(stage);
        return run(in.keyBy(ControlInput::place, Types.STRING), KeyClock.PLACE, out, everywhere, informed);
    }

    /** Adds a stage that does not use the fleet. */
    <I, O> SingleOutputStreamOperator<O> byBook(
            KeyedStream<I, String> input, KeyClock clock, KeyedStage<I, O> stage, Class<O> out) {
        return run(input, clock, out, books, new WithFleet<>(stage, Map.of()));
    }

    private static <I, O> SingleOutputStreamOperator<O> run(
            KeyedStream<I, String> input,
            KeyClock clock,
            Class<O> out,
            DataStream<FleetChange> changing,
            WithFleet<I, O> stage) {
        return input.connect(changing)
                .transform("stage", TypeInformation.of(out), new Clocked<>(stage, WithFleet.CHANGES, clock));
    }
}
