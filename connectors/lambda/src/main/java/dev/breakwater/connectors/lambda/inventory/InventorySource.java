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
 * A source of changes among the functions of some accounts and regions, found by repeated listing. Use it with
 * parallelism 1 and {@code WatermarkStrategy.noWatermarks()}: it emits the maximal watermark at once, because changes
 * act when they are seen. More parallel readers get nothing, unless a savepoint is restored at a higher parallelism:
 * then they share the places, between which there is no order.
 *
 * <p>The checkpoint contains the last emitted state: after a restart the source emits only the differences from it. A
 * call that fails is a gap, said by name, and takes nothing away; a function is gone only when a complete listing is
 * without it.
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

    /** A source that asks AWS, with clients that are created where it runs. */
    public static InventorySource of(List<InventoryPlace> places, InventoryPace pace) {
        return of(places, place -> LambdaPlaceDirectory.open(place, System.getenv()), pace);
    }

    /** A source that asks others. */
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
