package dev.breakwater.connectors.source;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source of one ordered split, endless unless it says otherwise. Use it with parallelism 1: more readers get nothing.
 *
 * @param <T> what is read
 * @param <S> the split
 */
public abstract class SingleSplitSource<T, S extends SourceSplit>
        implements Source<T, S, SingleSplitEnumerator.State<S>>, ResultTypeQueryable<T> {

    /** The split of a job that begins. */
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
}
