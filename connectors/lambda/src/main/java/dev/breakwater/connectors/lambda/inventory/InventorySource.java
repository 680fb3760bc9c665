package dev.breakwater.connectors.lambda.inventory;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;

/**
 * A source of changes of the functions in some accounts and regions. The source lists the functions repeatedly. Use it
 * with parallelism 1 and {@code WatermarkStrategy.noWatermarks()}. The source emits the maximal watermark at once,
 * because changes take effect when they are read. Further parallel readers get nothing. After a savepoint is restored
 * at a higher parallelism, however, readers share the accounts and regions, which need no common order.
 *
 * <p>The checkpoint contains the last emitted state, and after a restart the source emits only differences from that
 * state. A failed call is reported as a gap, and removes no function. A function is gone only if a complete listing
 * lacks it.
 */
public final class InventorySource
        implements Source<InventoryChange, PlaceSplit, InventoryEnumerator.State>,
                ResultTypeQueryable<InventoryChange> {

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
        return of(places, place -> LambdaPlaceDirectory.open(place, System.getenv()), pace);
    }

    /** Creates a source that reads other directories. */
    public static InventorySource of(
            List<InventoryPlace> places, PlaceDirectory.Factory directories, InventoryPace pace) {
        return new InventorySource(List.copyOf(places), directories, pace);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<PlaceSplit, InventoryEnumerator.State> createEnumerator(
            SplitEnumeratorContext<PlaceSplit> context) {
        return restoreEnumerator(context, InventoryEnumerator.State.fresh());
    }

    @Override
    public SplitEnumerator<PlaceSplit, InventoryEnumerator.State> restoreEnumerator(
            SplitEnumeratorContext<PlaceSplit> context, InventoryEnumerator.State state) {
        return new InventoryEnumerator(context, places, state);
    }

    @Override
    public SimpleVersionedSerializer<PlaceSplit> getSplitSerializer() {
        return new PlaceSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<InventoryEnumerator.State> getEnumeratorCheckpointSerializer() {
        return new InventoryEnumerator.StateSerializer();
    }

    @Override
    public SourceReader<InventoryChange, PlaceSplit> createReader(SourceReaderContext context) {
        Counter read = context.metricGroup().getIOMetricGroup().getNumRecordsInCounter();
        return new InventoryReader(places, directories, pace, read);
    }

    @Override
    public TypeInformation<InventoryChange> getProducedType() {
        return InventoryChange.typeInformation();
    }
}
