package dev.breakwater.connectors.source;

import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * An endless source that an {@link AskingReader} asks for, again after each start. Use it with parallelism 1 and
 * {@code WatermarkStrategy.noWatermarks()}: it emits the maximal watermark at once.
 *
 * @param <T> the answer
 */
public abstract class AskingSource<T> extends SingleSplitSource<T, WholeSplit> {

    /** @param read counts emitted answers */
    protected abstract AskingReader<T> reader(Counter read);

    /**
     * The same, for a reader with metrics of its own.
     *
     * @param own where they belong
     */
    protected AskingReader<T> reader(Counter read, MetricGroup own) {
        return reader(read);
    }

    @Override
    protected WholeSplit first() {
        return new WholeSplit();
    }

    @Override
    public final SimpleVersionedSerializer<WholeSplit> getSplitSerializer() {
        return new WholeSplit.Serializer();
    }

    @Override
    public final SourceReader<T, WholeSplit> createReader(SourceReaderContext context) {
        return reader(context.metricGroup().getIOMetricGroup().getNumRecordsInCounter(), context.metricGroup());
    }
}
