package dev.breakwater.connectors.source;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Stands in for a source that is not configured, so that the job's state can be restored with and without that source.
 * This source reads nothing, never ends, and drops the state of the source that it replaces. If the source is
 * configured again, it starts without state.
 *
 * @param <T> the type of the records
 * @param <S> the split of the source that may be there
 * @param <E> the state of its enumerator
 */
public final class AbsentSource<T, S extends SourceSplit, E> implements Source<T, S, E>, ResultTypeQueryable<T> {

    private static final long serialVersionUID = 1L;

    private final Source<T, S, E> absent;
    private final TypeInformation<T> type;

    /** @param absent the replaced source, of which only the state's format is used */
    public AbsentSource(Source<T, S, E> absent, TypeInformation<T> type) {
        this.absent = absent;
        this.type = type;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<S, E> createEnumerator(SplitEnumeratorContext<S> context) throws Exception {
        return new Unasked<>(absent.createEnumerator(context));
    }

    @Override
    public SplitEnumerator<S, E> restoreEnumerator(SplitEnumeratorContext<S> context, E state) throws Exception {
        return createEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return absent.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<E> getEnumeratorCheckpointSerializer() {
        return absent.getEnumeratorCheckpointSerializer();
    }

    @Override
    public SourceReader<T, S> createReader(SourceReaderContext context) {
        return new Silent<>();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }

    /** Assigns nothing, so the state looks like that of a source that has never run. */
    private record Unasked<S extends SourceSplit, E>(SplitEnumerator<S, E> fresh) implements SplitEnumerator<S, E> {

        @Override
        public void start() {
            // nothing is read
        }

        @Override
        public void handleSplitRequest(int subtask, String host) {
            // nothing is read
        }

        @Override
        public void addSplitsBack(List<S> splits, int subtask) {
            // the split of the replaced source
        }

        @Override
        public void addReader(int subtask) {
            // gets nothing
        }

        @Override
        public E snapshotState(long checkpointId) throws Exception {
            return fresh.snapshotState(checkpointId);
        }

        @Override
        public void close() throws IOException {
            fresh.close();
        }
    }

    /** Waits for ever. */
    private static final class Silent<T, S extends SourceSplit> implements SourceReader<T, S> {

        private final CompletableFuture<Void> never = new CompletableFuture<>();

        @Override
        public void start() {
            // nothing is read
        }

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) {
            return InputStatus.NOTHING_AVAILABLE;
        }

        @Override
        public List<S> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return never;
        }

        @Override
        public void addSplits(List<S> splits) {
            // the splits belong to the source that was removed
        }

        @Override
        public void notifyNoMoreSplits() {
            // the source never ends, because Flink would not start a restored source again that has ended
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
