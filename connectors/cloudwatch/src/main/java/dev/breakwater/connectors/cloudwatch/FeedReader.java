package dev.breakwater.connectors.cloudwatch;

import dev.breakwater.connectors.source.SingleSplitReader;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.metrics.Counter;

/** A reader of the feed. The reader passes records to Flink and counts them. */
public abstract class FeedReader<S extends SourceSplit> extends SingleSplitReader<FeedRecord, S> {

    protected final Output output;

    /** @param read counts emitted records */
    protected FeedReader(Counter read) {
        this.output = new Output(read);
    }

    /** The output for records. Each poll sets it. */
    protected static final class Output implements FeedRecord.Output {
        private final Counter read;
        private ReaderOutput<FeedRecord> to;

        private Output(Counter read) {
            this.read = read;
        }

        public void goesTo(ReaderOutput<FeedRecord> given) {
            to = given;
        }

        @Override
        public void emit(FeedRecord value, long timestamp) {
            read.inc();
            to.collect(value, timestamp);
        }
    }
}
