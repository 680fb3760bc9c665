package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.source.VersionedCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Gives all to subtask 0 in one, because their order spans all of them, and tells the other subtasks that there is none.
 * Targets that are new since the checkpoint come as fresh splits; the reader drops those that are gone.
 */
final class PollEnumerator implements SplitEnumerator<PollSplit.All, PollEnumerator.State> {
    /**
     * @param pending the splits that no reader has
     * @param known   ids of all splits ever made
     */
    record State(List<PollSplit> pending, List<String> known) {
        static final State NEW = new State(List.of(), List.of());
    }

    private final SplitEnumeratorContext<PollSplit.All> context;
    private final List<PollSplit> pending;
    private final Set<String> known;

    PollEnumerator(SplitEnumeratorContext<PollSplit.All> context, List<PollTarget> targets, State state) {
        this.context = context;
        pending = new ArrayList<>(state.pending());
        known = new HashSet<>(state.known());
        for (PollTarget target : targets) {
            if (known.add(target.id())) {
                pending.add(PollSplit.fresh(target));
            }
        }
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
    public void addSplitsBack(List<PollSplit.All> splits, int subtask) {
        splits.forEach(some -> pending.addAll(some.all()));
        if (context.registeredReaders().containsKey(0)) {
            addReader(0);
        }
    }

    @Override
    public void addReader(int subtask) {
        if (subtask == 0 && !pending.isEmpty()) {
            context.assignSplit(new PollSplit.All(pending), 0);
            pending.clear();
        }
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public State snapshotState(long checkpointId) {
        return new State(List.copyOf(pending), known.stream().sorted().toList());
    }

    @Override
    public void close() {
        // holds nothing
    }

    /** Writes the ids that are known and the splits that wait; refuses unknown versions and trailing bytes. */
    static final class StateSerializer extends VersionedCodec<PollEnumerator.State> {

        private static final int VERSION = 1;

        private final PollSplitsSerializer splits = new PollSplitsSerializer();

        StateSerializer() {
            super("poll enumerator state", 1, VERSION);
        }

        @Override
        protected void write(PollEnumerator.State state, DataOutputStream out) throws IOException {
            out.writeInt(state.known().size());
            for (String id : state.known()) {
                out.writeUTF(id);
            }
            splits.write(state.pending(), out);
        }

        @Override
        protected PollEnumerator.State read(int version, DataInputStream in) throws IOException {
            List<String> known = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                known.add(in.readUTF());
            }
            List<PollSplit> pending = splits.read(in);
            return new PollEnumerator.State(pending, known);
        }
    }
}
