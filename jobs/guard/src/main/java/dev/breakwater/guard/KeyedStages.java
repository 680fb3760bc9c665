package dev.breakwater.guard;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.core.budget.meter.DaySpend;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Place;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.stage.AssessAccounts;
import dev.breakwater.guard.stage.PayProvisioned;
import dev.breakwater.guard.stage.clock.Clocked;
import dev.breakwater.guard.stage.clock.ClockedWithBroadcast;
import dev.breakwater.guard.stage.clock.KeyClock;
import dev.breakwater.guard.stage.fleet.KeyedStage;
import dev.breakwater.guard.stage.fleet.WithFixedFleet;
import dev.breakwater.guard.stage.fleet.WithLiveFleet;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.FleetChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Runs keyed stages with a fixed fleet and book, or with changing ones. */
final class KeyedStages {

    private final Map<String, FunctionFacts> fleet;
    private final boolean live;
    /** Changes of the fleet, and new books, for every instance of a stage. Null if neither changes. */
    private final DataStream<FleetChange> changes;
    /** Only new books, for stages that do not use the fleet. Null if there is only one book. */
    private final DataStream<FleetChange> books;
    /** Functions with provisioned concurrency now or once, and other books; null if neither changes. */
    private final DataStream<FleetChange> provisioned;

    KeyedStages(
            GuardSettings settings,
            Optional<DataStream<InventoryChange>> inventory,
            Optional<DataStream<BookNews>> news) {
        DataStream<FleetChange> ofBooks = news.map(Sources::changes).orElse(null);
        DataStream<FleetChange> ofFleet = inventory
                .map(i -> Sources.changes(i, settings.control().owners()))
                .orElse(null);
        DataStream<FleetChange> ready = ofFleet == null
                ? null
                : ofFleet.filter(FleetChange::ofProvisioned).setParallelism(1).uid(Stage.PROVISIONED.uid() + "-change");
        live = ofFleet != null;
        fleet = settings.fleet();
        changes = broadcast(ofFleet, ofBooks);
        books = broadcast(null, ofBooks);
        provisioned = broadcast(ready, ofBooks);
    }

    /** Either may be null; null if both are. */
    private static DataStream<FleetChange> broadcast(DataStream<FleetChange> fleet, DataStream<FleetChange> books) {
        if (fleet == null) return books == null ? null : books.broadcast();
        return (books == null ? fleet : fleet.union(books)).broadcast();
    }

    /** Whether another book may come. */
    boolean booksChange() {
        return books != null;
    }

    /** Adds a stage that uses the fleet. */
    <I, O> SingleOutputStreamOperator<O> run(
            KeyedStream<I, String> input, KeyClock clock, KeyedStage<I, O> stage, Class<O> out) {
        return run(input, clock, stage, out, changes, fleet);
    }

    /** One that does not. */
    <I, O> SingleOutputStreamOperator<O> byBook(
            KeyedStream<I, String> input, KeyClock clock, KeyedStage<I, O> stage, Class<O> out) {
        return run(input, clock, stage, out, books, Map.of());
    }

    /** The cost of provisioned concurrency. Empty, without a stage, if no function has any. */
    Optional<SingleOutputStreamOperator<DaySpend>> payProvisioned(
            SingleOutputStreamOperator<Assessment> accounts, GuardSettings settings) {
        Map<String, FunctionFacts> ready = new HashMap<>(fleet);
        ready.values().removeIf(f -> f.capacity().ready() == 0);
        if (ready.isEmpty() && !live) return Optional.empty();
        return Optional.of(run(
                        accounts.getSideOutput(AssessAccounts.MINUTES).keyBy(Place::id, Types.STRING),
                        KeyClock.PLACE,
                        new PayProvisioned(settings),
                        DaySpend.class,
                        provisioned,
                        ready)
                .uid(Stage.PROVISIONED.uid()));
    }

    private static <I, O> SingleOutputStreamOperator<O> run(
            KeyedStream<I, String> input,
            KeyClock clock,
            KeyedStage<I, O> stage,
            Class<O> out,
            DataStream<FleetChange> changing,
            Map<String, FunctionFacts> first) {
        String name = stage.getClass().getSimpleName();
        TypeInformation<O> type = TypeInformation.of(out);
        if (changing == null)
            return input.transform(name, type, new Clocked<>(new WithFixedFleet<>(stage, first), clock));
        return input.connect(changing)
                .transform(
                        name,
                        type,
                        new ClockedWithBroadcast<>(new WithLiveFleet<>(stage, first), WithLiveFleet.CHANGES, clock));
    }
}
