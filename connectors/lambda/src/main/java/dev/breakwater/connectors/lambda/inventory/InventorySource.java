package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.ControlPlaneRate;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.connectors.source.SingleSplitSource;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;

/**
 * A source of changes of the functions in some accounts and regions. The source lists the functions repeatedly. Use it
 * with parallelism 1 and {@code WatermarkStrategy.noWatermarks()}. The source emits the maximal watermark at once,
 * because changes take effect when they are read. Further parallel readers get nothing.
 *
 * <p>The checkpoint contains the last emitted state, and after a restart the source emits only differences from that
 * state. A failed call is reported as a gap, and removes no function. A function is gone only if a complete listing
 * lacks it.
 */
public final class InventorySource extends SingleSplitSource<InventoryChange, InventorySource.InventorySplit> {

    private final List<InventoryPlace> places;
    private final PlaceDirectory.Factory directories;
    private final InventoryPace pace;

    private InventorySource(List<InventoryPlace> places, PlaceDirectory.Factory directories, InventoryPace pace) {
        this.places = places;
        this.directories = directories;
        this.pace = pace;
    }

    /** Creates a source that reads AWS, with clients that are created on the source's machine. */
    public static InventorySource of(List<InventoryPlace> places, InventoryPace pace) {
        return of(places, place -> EveryKind.open(place, System.getenv()), pace);
    }

    /** Creates a source that reads other directories. */
    public static InventorySource of(
            List<InventoryPlace> places, PlaceDirectory.Factory directories, InventoryPace pace) {
        return new InventorySource(List.copyOf(places), directories, pace);
    }

    /** The reader adds accounts and regions that are new since a checkpoint, and drops accounts and regions that were removed. */
    @Override
    protected InventorySplit first() {
        return new InventorySplit(List.of());
    }

    @Override
    public SimpleVersionedSerializer<InventorySplit> getSplitSerializer() {
        return new RecordCodec<>("inventory split", 1, InventorySplit.class);
    }

    @Override
    public SourceReader<InventoryChange, InventorySplit> createReader(SourceReaderContext context) {
        Counter read = context.metricGroup().getIOMetricGroup().getNumRecordsInCounter();
        return new InventoryReader(places, directories, pace, read);
    }

    @Override
    public TypeInformation<InventoryChange> getProducedType() {
        return InventoryChange.typeInformation();
    }

    /**
     * The state that was last emitted for each account and region. An account and region that is not in the list starts
     * without state.
     */
    record InventorySplit(List<PlaceSplit> all) implements SourceSplit {
        @Override
        public String splitId() {
            return "inventory";
        }
    }

    /**
     * One account and region whose functions are listed.
     *
     * @param account  12 digits
     * @param settings the region, its endpoint, and the role with which it is read
     */
    public record InventoryPlace(String account, AwsSettings settings) implements Serializable {

        public String region() {
            return settings.region();
        }

        /** Returns {@code account/region}. */
        public String id() {
            return account + '/' + settings.region();
        }
    }

    /**
     * The interval and the pace of the inventory's rounds of calls.
     *
     * @param everyMillis    time from the start of one round to the start of the next, milliseconds, at least 1; limits
     *     with Breakwater's tag are read each minute, or at this interval if it is shorter
     * @param callsPerSecond calls per second in each account and region for reads per function, at least 1; the number
     *                       must be well below the 15 that AWS allows
     */
    public record InventoryPace(long everyMillis, int callsPerSecond) implements Serializable {

        /** The number of calls a second that the inventory uses, out of the 15 that AWS allows. */
        public static final int CALLS_PER_SECOND = ControlPlaneRate.CALLS_PER_SECOND;

        private static final long MARKED_MILLIS = 60_000;

        public InventoryPace {
            if (everyMillis < 1 || callsPerSecond < 1) {
                throw new IllegalArgumentException(
                        "the period must be at least 1 ms, and the rate at least 1 call a second");
            }
        }

        /** Returns the milliseconds between two readings of limits with Breakwater's tag. */
        long markedMillis() {
            return Math.min(MARKED_MILLIS, everyMillis);
        }

        public static InventoryPace every(long millis) {
            return new InventoryPace(millis, CALLS_PER_SECOND);
        }

        /** Returns the time that these calls take at full pace, in milliseconds. */
        long millisFor(int calls) {
            return 1000L * calls / callsPerSecond;
        }
    }
}
