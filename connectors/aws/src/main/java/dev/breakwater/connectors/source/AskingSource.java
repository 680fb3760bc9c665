package dev.breakwater.connectors.source;

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
 * An endless source that an {@link AskingReader} asks for, anew after each start. Use it with parallelism 1 and
 * {@code WatermarkStrategy.noWatermarks()}: it emits the maximal watermark at once.
 *
 * @param <T> what is told
 */
public abstract class AskingSource<T>
        implements Source<T, WholeSplit, SingleSplitEnumerator.State<WholeSplit>>, ResultTypeQueryable<T> {

    /** @param read counts what is said */
    protected abstract AskingReader<T> reader(Counter read);

    @Override
    public final Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public final SplitEnumerator<WholeSplit, SingleSplitEnumerator.State<WholeSplit>> createEnumerator(
            SplitEnumeratorContext<WholeSplit> context) {
        return restoreEnumerator(context, new SingleSplitEnumerator.State<>(new WholeSplit()));
    }

    @Override
    public final SplitEnumerator<WholeSplit, SingleSplitEnumerator.State<WholeSplit>> restoreEnumerator(
            SplitEnumeratorContext<WholeSplit> context, SingleSplitEnumerator.State<WholeSplit> state) {
        return new SingleSplitEnumerator<>(context, state);
    }

    @Override
    public final SimpleVersionedSerializer<WholeSplit> getSplitSerializer() {
        return new WholeSplit.Serializer();
    }

    @Override
    public final SimpleVersionedSerializer<SingleSplitEnumerator.State<WholeSplit>>
            getEnumeratorCheckpointSerializer() {
        return new SingleSplitStateSerializer<>(new WholeSplit.Serializer());
    }

    @Override
    public final SourceReader<T, WholeSplit> createReader(SourceReaderContext context) {
        return reader(context.metricGroup().getIOMetricGroup().getNumRecordsInCounter());
    }
}
