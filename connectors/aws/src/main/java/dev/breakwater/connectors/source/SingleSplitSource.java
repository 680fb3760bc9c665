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
     * The enumerator of sources with one split.
     *
     * @param <S> the split
     */
    public static final class SingleSplitEnumerator<S extends SourceSplit>
            extends FirstReaderEnumerator<S, SingleSplitEnumerator.State<S>> {
        /** @param pending the split until a reader gets it, then null */
        public record State<S>(S pending) {}

        private S pending;

        public SingleSplitEnumerator(SplitEnumeratorContext<S> context, State<S> state) {
            super(context);
            pending = state.pending();
        }

        @Override
        protected List<S> takeWaiting() {
            List<S> waiting = pending == null ? List.of() : List.of(pending);
            pending = null;
            return waiting;
        }

        @Override
        protected void putBack(List<S> splits) {
            for (S split : splits) {
                pending = split;
            }
        }

        @Override
        public State<S> snapshotState(long checkpointId) {
            return new State<>(pending);
        }
    }

    /**
     * Gives all splits to subtask 0, because their records have one common order. The other subtasks learn that there
     * are no splits for them.
     *
     * @param <S> the split
     * @param <C> the content of a checkpoint
     */
    public abstract static class FirstReaderEnumerator<S extends SourceSplit, C> implements SplitEnumerator<S, C> {

        private final SplitEnumeratorContext<S> context;

        protected FirstReaderEnumerator(SplitEnumeratorContext<S> context) {
            this.context = context;
        }

        /** Returns the splits that no reader has, and assigns them to subtask 0. */
        protected abstract List<S> takeWaiting();

        /** Takes these splits back, because their reader failed. */
        protected abstract void putBack(List<S> splits);

        @Override
        public final void start() {
            // readers announce themselves
        }

        @Override
        public final void handleSplitRequest(int subtask, String host) {
            addReader(subtask);
        }

        @Override
        public final void addSplitsBack(List<S> splits, int subtask) {
            putBack(splits);
            if (context.registeredReaders().containsKey(0)) {
                addReader(0);
            }
        }

        @Override
        public final void addReader(int subtask) {
            if (subtask == 0) {
                takeWaiting().forEach(split -> context.assignSplit(split, 0));
            }
            context.signalNoMoreSplits(subtask);
        }

        @Override
        public final void close() {
            // holds nothing
        }
    }
}
