package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.source.FirstReaderEnumerator;
import dev.breakwater.connectors.source.VersionedCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/**
 * Gives all targets in one. Targets that are new since the checkpoint come as fresh splits; the reader drops the ones
 * that are gone.
 */
final class PollEnumerator extends FirstReaderEnumerator<PollSplit.All, PollEnumerator.State> {
    /**
     * @param pending the splits that no reader has
     * @param known   ids of all splits ever made
     */
    record State(List<PollSplit> pending, List<String> known) {
        static final State NEW = new State(List.of(), List.of());
    }

    private final List<PollSplit> pending;
    private final Set<String> known;

    PollEnumerator(SplitEnumeratorContext<PollSplit.All> context, List<PollTarget> targets, State state) {
        super(context);
        pending = new ArrayList<>(state.pending());
        known = new HashSet<>(state.known());
        for (PollTarget target : targets) {
            if (known.add(target.id())) {
                pending.add(PollSplit.fresh(target));
            }
        }
    }

    @Override
    protected List<PollSplit.All> takeWaiting() {
        List<PollSplit.All> waiting = pending.isEmpty() ? List.of() : List.of(new PollSplit.All(pending));
        pending.clear();
        return waiting;
    }

    @Override
    protected void putBack(List<PollSplit.All> splits) {
        splits.forEach(some -> pending.addAll(some.all()));
    }

    @Override
    public State snapshotState(long checkpointId) {
        return new State(List.copyOf(pending), known.stream().sorted().toList());
    }

    /** Writes the ids that are known and the splits that wait; refuses other versions and trailing bytes. */
    static final class StateSerializer extends VersionedCodec<PollEnumerator.State> {

        private final PollSplitsSerializer splits = new PollSplitsSerializer();

        StateSerializer() {
            super("poll enumerator state", 1);
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
        protected PollEnumerator.State read(DataInputStream in) throws IOException {
            List<String> known = new ArrayList<>();
            for (int n = in.readInt(); n > 0; n--) {
                known.add(in.readUTF());
            }
            List<PollSplit> pending = splits.readAll(in);
            return new PollEnumerator.State(pending, known);
        }
    }
}
