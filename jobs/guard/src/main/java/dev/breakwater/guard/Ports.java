package dev.breakwater.guard;

import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.charges.ChargesSource;
import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.source.AbsentSource;
import dev.breakwater.engine.control.Request;
import dev.breakwater.engine.watch.Watched;
import dev.breakwater.guard.limit.Actuator;
import dev.breakwater.guard.page.PageUpdate;
import dev.breakwater.guard.wire.BookNews;
import dev.breakwater.model.AccountFigures;
import dev.breakwater.model.Place;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The external parts of the job: sources of samples, access to limits, receivers of alerts, and files.
 *
 * @param feeds    the sources of samples, at least one
 * @param inventory changes of the inventory; empty for recordings
 * @param watched  emits the watched accounts and regions each minute; empty for recordings
 * @param requests people's requests; empty for recordings
 * @param books    changes of the configuration file while the job runs; empty for recordings
 * @param act      access for setting limits; empty for recordings, or if the job may not set limits
 * @param channels the channels that send alerts; none for recordings, or if there are no receivers
 * @param figures  publishes key figures; empty for recordings, or if not configured
 * @param charges  Lambda's charges as AWS reports them; empty for a recording, whose samples contain the charges, or if
 *                 the charges are not needed
 * @param folder   folder of the output files
 * @param segmentBytes size in bytes at which an output file is renamed and the next file begins, except
 *                     for recordings
 * @param pages    writes the pages of incidents; empty for recordings
 * @param pagesUrl address of the pages for people; if it is empty, alarms have no link
 */
public record Ports(
        List<Feed> feeds,
        Optional<Source<InventoryChange, ?, ?>> inventory,
        Optional<Source<Place, ?, ?>> watched,
        Optional<Source<Request, ?, ?>> requests,
        Optional<Source<BookNews, ?, ?>> books,
        Optional<Actuator.Access> act,
        List<Channel> channels,
        Optional<Sink<AccountFigures>> figures,
        Optional<Source<ChargesSource.Reading, ?, ?>> charges,
        String folder,
        long segmentBytes,
        Optional<Sink<PageUpdate>> pages,
        String pagesUrl) {

    private static final long SEGMENT_BYTES = 64L << 20;

    /** Creates ports without people's requests, the configuration's changes, charges and pages. */
    public Ports(
            List<Feed> feeds,
            Optional<Source<InventoryChange, ?, ?>> inventory,
            Optional<Actuator.Access> act,
            List<Channel> channels,
            Optional<Sink<AccountFigures>> figures,
            String folder) {
        this(
                feeds,
                inventory,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                act,
                channels,
                figures,
                Optional.empty(),
                folder,
                SEGMENT_BYTES,
                Optional.empty(),
                "");
    }

    /** Returns the same ports with pages, and with links to the pages if the address is not empty. */
    public Ports withPages(Sink<PageUpdate> sink, String url) {
        return with(watched, requests, Optional.of(sink), url);
    }

    /** Returns the same ports with the watched accounts and regions. */
    public Ports withWatched(Source<Place, ?, ?> source) {
        return with(Optional.of(source), requests, pages, pagesUrl);
    }

    /** Returns the same ports with people's requests. */
    public Ports withRequests(Source<Request, ?, ?> source) {
        return with(watched, Optional.of(source), pages, pagesUrl);
    }

    private Ports with(
            Optional<Source<Place, ?, ?>> seen,
            Optional<Source<Request, ?, ?>> said,
            Optional<Sink<PageUpdate>> sink,
            String url) {
        return new Ports(
                feeds, inventory, seen, said, books, act, channels, figures, charges, folder, segmentBytes, sink, url);
    }

    /**
     * A source of samples, and the uid of its operator.
     *
     * @param watched the subjects that are reported if they fall silent; empty for a recording, whose end is not a
     *                silence
     */
    public record Feed(String uid, Source<FeedRecord, ?, ?> source, List<Watched> watched) {

        public Feed(Stage stage, Source<FeedRecord, ?, ?> source, List<Watched> watched) {
            this(stage.uid(), source, watched);
        }

        /** Creates a feed that is not watched for silence. */
        public Feed(Stage stage, Source<FeedRecord, ?, ?> source) {
            this(stage, source, List.of());
        }

        /** Creates a feed that is not configured and emits nothing. */
        public static <S extends SourceSplit, E> Feed without(String uid, Source<FeedRecord, S, E> source) {
            return new Feed(uid, new AbsentSource<>(source, FeedRecord.typeInformation()), List.of());
        }

        /** Returns whether the feed is configured. */
        boolean reads() {
            return !(source instanceof AbsentSource);
        }
    }

    /** Creates the ports of a recording. */
    public static Ports recording(Source<FeedRecord, ?, ?> source, String folder) {
        return new Ports(
                List.of(new Feed(Stage.SOURCE, source)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                folder);
    }

    /**
     * A way to send messages to people.
     *
     * @param uid         the channel's id in savepoints and metrics, made from the stage and the receiver if there is
     *     one
     * @param takesAlarms whether the channel gets alerts: trigger, update, resolve
     * @param takesActs   whether the channel gets notices of throttles, changes and releases
     */
    public record Channel(String uid, OutboxSink sink, boolean takesAlarms, boolean takesActs) {}
}
