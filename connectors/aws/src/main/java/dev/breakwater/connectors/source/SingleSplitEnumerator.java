package dev.breakwater.connectors.source;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * For sources of one split: gives it to subtask 0 and tells the others that there is none.
 *
 * @param <S> the split
 */
public final class SingleSplitEnumerator<S extends SourceSplit>
        implements SplitEnumerator<S, SingleSplitEnumerator.State<S>> {
    /** @param pending the split while no reader has it, else null */
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

    @Override
    public void addSplitsBack(List<S> splits, int subtask) {
        for (S split : splits) {
            pending = split;
        }
        if (context.registeredReaders().containsKey(0)) {
            addReader(0);
        }
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
