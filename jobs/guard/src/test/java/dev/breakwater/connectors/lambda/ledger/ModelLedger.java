package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.LeverRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger's file and its rules in memory: lines that a reader tails, a file that can be lost or full, a new chain after
 * what was read is gone, until an operator accepts it. What is remembered is the real memory.
 */
public final class ModelLedger {

    private List<Effect> lines = new ArrayList<>();
    private String stopped = "";
    private boolean lost;
    public boolean full;

    /** Opens it as a process does that starts. */
    public EffectsLog open() {
        return new Open();
    }

    /** The lines from a position on. */
    public List<Effect> from(int position) {
        return List.copyOf(lines.subList(position, lines.size()));
    }

    public int size() {
        return lines.size();
    }

    /** The file is gone; a reader that knows of more says so, and the writer begins a new chain. */
    public void lose() {
        lines = new ArrayList<>();
        lost = true;
    }

    /** A reader found less than it had read. */
    public void missed() {
        if (lost) stopped = "lines that were written are gone";
        lost = false;
    }

    /** An operator has looked into it. */
    public void accept() {
        stopped = "";
    }

    public boolean isStopped() {
        return !stopped.isEmpty();
    }

    /** What a sweep reads of it. */
    public EffectsMemory memory() {
        return EffectsMemory.of(lines);
    }

    /** What a reader begins with. */
    public List<Effect> begin() {
        return memory().begin(0);
    }

    /** Whether it says of a limit that it was set and not given back. */
    public boolean holds(LeverRef limit) {
        return memory().held().stream().anyMatch(e -> e.limitRef().equals(limit));
    }

    /** Whether it says so, or that it may be. */
    public boolean knows(LeverRef limit) {
        return holds(limit)
                || memory().unanswered().stream().anyMatch(e -> e.limitRef().equals(limit));
    }

    private final class Open implements EffectsLog {

        private final EffectsMemory memory = memory();
        private List<Effect> file = lines;

        @Override
        public void ensureWritable() throws IOException {
            if (full) throw new IOException("no room for the ledger");
            if (file == lines) return;
            // what this process knows itself goes before what is left on the disk
            file = lines;
            if (file.isEmpty()) file.addAll(memory.carried(0));
            missed();
        }

        @Override
        public String stopped() {
            return stopped;
        }

        @Override
        public boolean append(Effect effect) {
            if (memory.isRepeat(effect)) return false;
            file.add(effect);
            memory.remember(effect);
            return true;
        }

        @Override
        public Effect givenBack(LeverRef limit, String intent) {
            return memory.givenBack(limit, intent);
        }

        @Override
        public History history(LeverRef limit, long nowMillis) {
            return memory.history(limit, nowMillis);
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
