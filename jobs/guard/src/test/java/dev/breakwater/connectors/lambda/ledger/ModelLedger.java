package dev.breakwater.connectors.lambda.ledger;

import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger chains of one installation, held in memory. The ledger can be full or lost. After a loss, it prevents
 * throttles until a person accepts the loss.
 */
public final class ModelLedger {

    private List<LedgerEntry> lines = new ArrayList<>();
    private final List<LedgerEntry> waiting = new ArrayList<>();
    private LedgerEntry newest;
    private int seq;
    private boolean stopped;
    public boolean full;

    public LedgerMemory memory() {
        return LedgerMemory.of(lines);
    }

    /** Loses everything that was written. No throttle begins until a person accepts the loss. */
    public void lose() {
        stopped |= !lines.isEmpty();
        lines = new ArrayList<>();
        waiting.clear();
    }

    public boolean isStopped() {
        return stopped;
    }

    public void accept() {
        stopped = false;
    }

    public int beginAttempt(String account, String region, String owner, Instant at) throws IOException {
        if (full) throw new IOException("no room");
        int number = newest == null ? 1 : newest.link().attempt() + 1;
        LedgerEntry line = LedgerEntry.of(LedgerEntry.Kind.ATTEMPT, at)
                .place(account, region)
                .by(owner);
        newest = line.in(writer(line), number, ++seq, "");
        lines.add(newest);
        return number;
    }

    public void append(int own, LedgerEntry line) throws IOException {
        check(own, line);
        if (full) throw new IOException("no room");
        lines.addAll(waiting);
        waiting.clear();
        lines.add(line.in(writer(line), own, ++seq, ""));
    }

    public boolean note(int own, List<LedgerEntry> more) throws NewerAttempt {
        for (LedgerEntry line : more) {
            check(own, line);
            waiting.add(line.in(writer(line), own, ++seq, ""));
        }
        if (full) return false;
        lines.addAll(waiting);
        waiting.clear();
        return true;
    }

    /** The job checks from time to time whether it can write. If so, waiting lines are written. */
    public boolean isWritable() {
        if (full) return false;
        lines.addAll(waiting);
        waiting.clear();
        return true;
    }

    private void check(int own, LedgerEntry line) throws NewerAttempt {
        if (newest != null && own != newest.link().attempt()) throw new NewerAttempt(writer(line), own, newest);
    }

    private static String writer(LedgerEntry line) {
        return LedgerFolder.operator(line.limit().account(), line.limit().region());
    }

    /** Ends the process, which loses the lines that it could not write. */
    public void ends() {
        waiting.clear();
    }

    /** Adds a line to the chain about the pager's alerts. */
    public void shown(LedgerEntry line) {
        waiting.add(line.in(LedgerFolder.alerts("pager"), 0, ++seq, ""));
        if (full) return;
        lines.addAll(waiting);
        waiting.clear();
    }

    /** Adds a line to the sweep's own chain. */
    public void swept(LedgerEntry line) {
        if (!full) lines.add(line.in(LedgerFolder.sweep("cli"), 0, ++seq, ""));
    }
}
