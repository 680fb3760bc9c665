package dev.breakwater.connectors.lambda;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Gives the ledger to subtask 0 and tells the others that there is nothing for them. */
final class LedgerEnumerator implements SplitEnumerator<LedgerSplit, LedgerEnumerator.State> {

    /** @param pending the position that no reader has, or null */
    record State(LedgerSplit pending) {}

    private final SplitEnumeratorContext<LedgerSplit> context;
    private LedgerSplit pending;

    LedgerEnumerator(SplitEnumeratorContext<LedgerSplit> context, State state) {
        this.context = context;
        this.pending = state.pending();
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
    public void addSplitsBack(List<LedgerSplit> splits, int subtask) {
        for (LedgerSplit split : splits) {
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

    /** A position or none. */
    static final class StateSerializer implements SimpleVersionedSerializer<State> {

        private final LedgerSplitSerializer splits = new LedgerSplitSerializer();

        @Override
        public int getVersion() {
            return splits.getVersion();
        }

        @Override
        public byte[] serialize(State state) throws IOException {
            return state.pending() == null ? new byte[0] : splits.serialize(state.pending());
        }

        @Override
        public State deserialize(int version, byte[] serialized) throws IOException {
            return new State(serialized.length == 0 ? null : splits.deserialize(version, serialized));
        }
    }
}
