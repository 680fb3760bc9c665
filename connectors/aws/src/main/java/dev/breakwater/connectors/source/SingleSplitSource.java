package dev.breakwater.connectors.source;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source with one ordered split. The source is endless by default. Use the source with parallelism 1, because further
 * readers get nothing.
 *
 * @param <T> the type of the records
 * @param <S> the split
 */
public abstract class SingleSplitSource<T, S extends SourceSplit>
        implements Source<T, S, SingleSplitSource.SingleSplitEnumerator.State<S>>, ResultTypeQueryable<T> {

    /** Returns the split of a job that starts without state. */
    protected abstract S first();

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public final SplitEnumerator<S, SingleSplitEnumerator.State<S>> createEnumerator(
            SplitEnumeratorContext<S> context) {
        return restoreEnumerator(context, new SingleSplitEnumerator.State<>(first()));
    }

    @Override
    public final SplitEnumerator<S, SingleSplitEnumerator.State<S>> restoreEnumerator(
            SplitEnumeratorContext<S> context, SingleSplitEnumerator.State<S> state) {
        return new SingleSplitEnumerator<>(context, state);
    }

    @Override
    public final SimpleVersionedSerializer<SingleSplitEnumerator.State<S>> getEnumeratorCheckpointSerializer() {
        return new SingleSplitStateSerializer<>(getSplitSerializer());
    }

    /** Writes the split, or no bytes if there is none. */
    public record SingleSplitStateSerializer<S extends SourceSplit>(SimpleVersionedSerializer<S> splits)
            implements SimpleVersionedSerializer<SingleSplitEnumerator.State<S>> {

        @Override
        public int getVersion() {
            return splits.getVersion();
        }

        @Override
        public byte[] serialize(SingleSplitEnumerator.State<S> state) throws IOException {
            return state.pending() == null ? new byte[0] : splits.serialize(state.pending());
        }

        @Override
        public SingleSplitEnumerator.State<S> deserialize(int version, byte[] bytes) throws IOException {
            return new SingleSplitEnumerator.State<>(bytes.length == 0 ? null : splits.deserialize(version, bytes));
        }
    }

    /**
     * Gives the split to subtask 0, because its records have one common order. The other subtasks learn that there are
     * no splits for them.
     *
     * @param <S> the split
     */
    public static final class SingleSplitEnumerator<S extends SourceSplit>
            implements SplitEnumerator<S, SingleSplitEnumerator.State<S>> {

        /** @param pending the split until a reader gets it, then null */
        public record State<S>(S pending) {}

        private final SplitEnumeratorContext<S> context;
        private S pending;

        public SingleSplitEnumerator(SplitEnumeratorContext<S> context, State<S> state) {
            this.context = context;
            pending = state.pending();
        }

        @Override
        public void start() {
            // readers announce themselves
        }

        @Override
        public void handleSplitRequest(int subtask, String host) {
            addReader(subtask);
        }

        /** Takes the split back, because its reader failed. */
        @Override
        public void addSplitsBack(List<S> splits, int subtask) {
            splits.forEach(split -> pending = split);
            if (context.registeredReaders().containsKey(0)) addReader(0);
        }

        @Override
        public void addReader(int subtask) {
            if (subtask == 0 && pending != null) {
                context.assignSplit(pending, 0);
                pending = null;
            }
            context.signalNoMoreSplits(subtask);
        }

        @Override
        public State<S> snapshotState(long checkpointId) {
            return new State<>(pending);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
