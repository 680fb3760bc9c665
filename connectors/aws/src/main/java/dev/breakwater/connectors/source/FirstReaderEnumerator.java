package dev.breakwater.connectors.source;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Gives all splits to subtask 0, because their records have one common order. The other subtasks learn that there are
 * no splits for them.
 *
 * @param <S> the split
 * @param <C> the content of a checkpoint
 */
public abstract class FirstReaderEnumerator<S extends SourceSplit, C> implements SplitEnumerator<S, C> {

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
