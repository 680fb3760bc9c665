package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.charges.ChargesSource;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.watch.SilenceWatch.SilenceEvent;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.convert.InventoryFacts;
import dev.breakwater.guard.stage.FeedClock;
import dev.breakwater.guard.stage.WatchFeed;
import dev.breakwater.guard.stage.WatchInventory;
import dev.breakwater.guard.wire.AccountMoney;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Place;
import dev.breakwater.model.function.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * The sources of the job. Each source has a single reader, because the records' order matters or there are few records.
 */
final class Sources {

    private final StreamExecutionEnvironment env;
    private final Ports ports;
    private final List<DataStream<SilenceEvent>> silences = new ArrayList<>();

    Sources(StreamExecutionEnvironment env, Ports ports) {
        this.env = env;
        this.ports = ports;
    }

    /** Returns the samples of all feeds. */
    SingleOutputStreamOperator<FeedRecord> feed() {
        List<Ports.Feed> feeds = ports.feeds();
        boolean alone = feeds.stream().filter(Ports.Feed::reads).count() == 1;
        DataStream<FeedRecord> all = null;
        for (Ports.Feed feed : feeds) {
            DataStream<FeedRecord> one = read(feed.source(), from(feeds.indexOf(feed), feeds.size()), feed.uid());
            if (!feed.watched().isEmpty() || !feed.reads()) silences.add(watch(one, feed, alone));
            // without a union of feeds, Flink would chain a single feed to the clock
            if (feed.reads()) all = all == null ? one : all.union(one);
        }
        return all.transform(Stage.CLOCK.uid(), FeedRecord.typeInformation(), new FeedClock(feeds.size()))
                .setParallelism(1)
                .uid(Stage.CLOCK.uid());
    }

    /** Returns the silences of the given feeds, as one stream for each feed. */
    List<DataStream<SilenceEvent>> silences() {
        return silences;
    }

    private DataStream<SilenceEvent> watch(DataStream<FeedRecord> feed, Ports.Feed of, boolean alone) {
        String uid = of.uid() + "-watch";
        WatchFeed watch = new WatchFeed(of.watched(), alone, ports.folder(), Outputs.liveFiles());
        return feed.transform(uid, TypeInformation.of(SilenceEvent.class), watch)
                .setParallelism(1)
                .uid(uid);
    }

    /** Returns the changes that the inventory observes. The result is empty if there is no inventory. */
    Optional<DataStream<InventoryChange>> inventory() {
        return ports.inventory().map(s -> read(s, WatermarkStrategy.noWatermarks(), Stage.INVENTORY));
    }

    /**
     * Changes of the fleet.
     *
     * @param owners the owner names in Breakwater's own tags
     */
    static DataStream<FleetChange> changes(DataStream<InventoryChange> inventory, Set<String> owners) {
        return inventory
                .flatMap(new InventoryFacts(owners))
                .returns(TypeInformation.of(FleetChange.class))
                .setParallelism(1)
                .uid(Stage.INVENTORY.uid() + "-change");
    }

    /** Returns the results of reading the configuration file. The result is empty if the file is not watched. */
    Optional<DataStream<BookNews>> books() {
        return ports.books().map(s -> read(s, WatermarkStrategy.noWatermarks(), Stage.BOOK));
    }

    /** Returns the accepted books, which every instance of a stage gets. */
    static DataStream<FleetChange> changes(DataStream<BookNews> books) {
        return taken(books, Stage.BOOK.uid())
                .map(FleetChange::book)
                .returns(TypeInformation.of(FleetChange.class))
                .setParallelism(1)
                .uid(Stage.BOOK.uid() + "-change");
    }

    /** @param of the beginning of the operator's uid */
    static SingleOutputStreamOperator<BookNews> taken(DataStream<BookNews> books, String of) {
        return books.filter(n -> n.kind() == BookNews.Kind.TAKEN)
                .setParallelism(1)
                .uid(of + "-taken");
    }

    /** Breakwater's tags that the inventory found. The result is empty if there is no inventory. */
    static DataStream<Sighting> sightings(DataStream<InventoryChange> inventory) {
        return inventory
                .flatMap((InventoryChange c, Collector<Sighting> out) -> {
                    if (c.sighting() != null) out.collect(c.sighting());
                })
                .returns(TypeInformation.of(Sighting.class))
                .setParallelism(1)
                .uid(Stage.CONTROL.uid() + "-readings");
    }

    /** Returns the watched accounts and regions. The result is empty for a recording. */
    Optional<DataStream<Place>> watched() {
        return ports.watched().map(s -> read(s, WatermarkStrategy.noWatermarks(), Stage.WATCHED));
    }

    /** Returns the alerts about accounts and regions whose functions cannot be listed. */
    static DataStream<AlarmEvent> unread(DataStream<InventoryChange> inventory, DataStream<Place> watched) {
        return inventory
                .connect(watched)
                .process(new WatchInventory(), AlarmEvents.TYPE)
                .setParallelism(1)
                .uid(Stage.INVENTORY.uid() + "-watch");
    }

    /** Returns the requests from people. The result is empty if people cannot send requests. */
    Optional<DataStream<Request>> requests() {
        return ports.requests().map(s -> read(s, WatermarkStrategy.noWatermarks(), Stage.ACCEPTED));
    }

    /** Returns the charges of Lambda as AWS reports them, if they are read separately from the samples. */
    Optional<DataStream<AccountMoney>> charges() {
        return ports.charges()
                .map(s -> read(s, WatermarkStrategy.noWatermarks(), Stage.CHARGES)
                        .map(Sources::money)
                        .returns(TypeInformation.of(AccountMoney.class))
                        .setParallelism(1)
                        .uid(Stage.CHARGES.uid() + "-money"));
    }

    private static AccountMoney money(ChargesSource.Reading charge) {
        return new AccountMoney(charge.account(), charge.minute(), NanoUsd.of(charge.usd()), true, 0);
    }

    private <T> DataStream<T> read(Source<T, ?, ?> source, WatermarkStrategy<T> time, Stage stage) {
        return read(source, time, stage.uid());
    }

    private <T> DataStream<T> read(Source<T, ?, ?> source, WatermarkStrategy<T> time, String uid) {
        return env.fromSource(source, time, uid).setParallelism(1).uid(uid);
    }

    /**
     * Marks each record with its feed, because {@link FeedClock} must tell the feeds apart. The clock creates its own
     * watermarks.
     */
    private static WatermarkStrategy<FeedRecord> from(int feed, int of) {
        WatermarkStrategy<FeedRecord> own = WatermarkStrategy.noWatermarks();
        return of == 1 ? own : own.withTimestampAssigner((r, at) -> FeedClock.stamp(at, feed));
    }
}
