package dev.breakwater.connectors.source;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * For sources of one split.
 *
 * @param <S> the split
 */
public final class SingleSplitEnumerator<S extends SourceSplit>
        extends FirstReaderEnumerator<S, SingleSplitEnumerator.State<S>> {
    /** @param pending the split while no reader has it, otherwise null */
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
