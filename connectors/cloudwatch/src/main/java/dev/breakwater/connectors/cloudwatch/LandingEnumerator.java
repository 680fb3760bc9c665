package dev.breakwater.connectors.cloudwatch;

import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Gives the one split to subtask 0 and tells the others that there is none. */
final class LandingEnumerator implements SplitEnumerator<LandingSplit, LandingEnumerator.State> {
    /** @param pending the split while no reader has it, else null */
    record State(LandingSplit pending) {}

    private final SplitEnumeratorContext<LandingSplit> context;
    private LandingSplit pending;

    LandingEnumerator(SplitEnumeratorContext<LandingSplit> context, State state) {
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
    public void addSplitsBack(List<LandingSplit> splits, int subtask) {
        for (LandingSplit split : splits) {
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
    public State snapshotState(long checkpointId) {
        return new State(pending);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
