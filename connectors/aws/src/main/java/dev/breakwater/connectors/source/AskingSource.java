package dev.breakwater.connectors.source;

import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * An endless source whose {@link AskingReader} asks a service at intervals. After each start, the source asks again.
 * Use it with parallelism 1 and {@code WatermarkStrategy.noWatermarks()}, because it emits the maximal watermark at
 * once.
 *
 * @param <T> the answer
 */
public abstract class AskingSource<T> extends SingleSplitSource<T, AskingSource.WholeSplit> {

    /**
     * Creates the reader.
     *
     * @param read the counter of emitted answers
     * @param own  the metric group of the reader
     */
    protected abstract AskingReader<T> reader(Counter read, MetricGroup own);

    @Override
    protected WholeSplit first() {
        return new WholeSplit();
    }

    @Override
    public final SimpleVersionedSerializer<WholeSplit> getSplitSerializer() {
        return new RecordCodec<>("whole split", 1, WholeSplit.class);
    }

    @Override
    public final SourceReader<T, WholeSplit> createReader(SourceReaderContext context) {
        return reader(context.metricGroup().getIOMetricGroup().getNumRecordsInCounter(), context.metricGroup());
    }

    /** The only split. It has no state. */
    public record WholeSplit() implements SourceSplit {

        @Override
        public String splitId() {
            return "whole";
        }
    }
}
