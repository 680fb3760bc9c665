package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.connectors.source.SingleSplitSource;
import java.time.Clock;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The ordered feed of the Lambda metrics of all accounts and regions, read from CloudWatch with GetMetricData. Use it
 * with parallelism 1 and {@code WatermarkStrategy.noWatermarks()}, because the source stamps its records with the
 * arrival minute and emits the watermark itself. Further parallel readers get nothing, even after a savepoint with
 * another parallelism.
 */
public final class PollingSource extends SingleSplitSource<FeedRecord, PollingSource.PollSplit.All> {

    private final PollSettings settings;
    private final MetricsApi.Factory factory;
    private final Clock clock;

    private PollingSource(PollSettings settings, MetricsApi.Factory factory, Clock clock) {
        this.settings = settings;
        this.factory = factory;
        this.clock = clock;
    }

    /**
     * Creates a source over these accounts and regions. The source contacts no service before it runs.
     *
     * @param factory  opens CloudWatch, for example {@code AwsMetricsApi.at("")}
     * @param clock the wall clock; it must be serializable, as the JDK's clocks are
     */
    public static PollingSource of(PollSettings settings, MetricsApi.Factory factory, Clock clock) {
        return new PollingSource(settings, factory, clock);
    }

    /** The feed adds targets that are new since a checkpoint, and drops targets that were removed. */
    @Override
    protected PollSplit.All first() {
        return new PollSplit.All(
                settings.targets().stream().map(PollSplit::fresh).toList());
    }

    @Override
    public SimpleVersionedSerializer<PollSplit.All> getSplitSerializer() {
        return new RecordCodec<>("poll splits", 1, PollSplit.All.class);
    }

    @Override
    public SourceReader<FeedRecord, PollSplit.All> createReader(SourceReaderContext context) {
        return new PollReader(settings, factory, clock, context);
    }

    @Override
    public TypeInformation<FeedRecord> getProducedType() {
        return FeedRecord.typeInformation();
    }

    /**
     * The position of reading for one account in one region, with the recently emitted values.
     *
     * @param splitId   {@code account|region}
     * @param listed    true once the account's functions in the region have been listed
     * @param gapFrom the first minute that the feed emitted without this split; 0 if there is none
     * @param feed      the part that all splits share
     * @param functions the memory of each function; "" for the region as a whole
     */
    record PollSplit(String splitId, boolean listed, long gapFrom, Feed feed, List<FunctionMemory.State> functions) {
        static PollSplit fresh(PollTarget target) {
            return new PollSplit(target.id(), false, 0, Feed.FRESH, List.of());
        }

        /**
         * The part of the state that is the same in all splits. Each split has a copy.
         *
         * @param start        the first minute of the feed, 0 before it is known
         * @param next         the first minute that is not completely emitted; 0 before the first minute
         * @param arrivalMinute the arrival minute of the feed
         * @param silentBits   see {@link ArrivalClock}
         * @param month the month to which the spending belongs, in months since year 0
         * @param spentNano the amount that was spent in this month, nano-USD
         */
        record Feed(long start, long next, long arrivalMinute, long silentBits, int month, long spentNano) {
            static final Feed FRESH = new Feed(0, 0, ArrivalClock.NONE, 0, 0, 0);

            /**
             * Returns the copy that is further ahead. Copies differ only if a split is new or comes from another
             * checkpoint.
             */
            Feed further(Feed other) {
                boolean here = arrivalMinute > other.arrivalMinute
                        || arrivalMinute == other.arrivalMinute && next >= other.next;
                Feed feed = here ? this : other;
                boolean mine = month > other.month || month == other.month && spentNano >= other.spentNano;
                Feed money = mine ? this : other;
                return new Feed(
                        feed.start, feed.next, feed.arrivalMinute, feed.silentBits, money.month, money.spentNano);
            }
        }

        /**
         * All accounts and regions as one split for Flink. Their samples have one common order, so Flink must not
         * distribute them to several readers at another parallelism.
         */
        record All(List<PollSplit> all) implements SourceSplit {
            All {
                all = List.copyOf(all);
            }

            @Override
            public String splitId() {
                return "poll";
            }
        }
    }
}
