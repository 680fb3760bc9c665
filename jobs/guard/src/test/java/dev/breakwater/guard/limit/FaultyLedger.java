package dev.breakwater.guard.limit;

import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ledger in a folder, which can be made unreadable or full. */
public final class FaultyLedger implements LimitLedger.Factory {

    private final Path folder;
    private final String owner;
    public volatile boolean unreadable;
    public volatile boolean full;
    /** Whether each write fails with an unchecked exception, as the listing of a folder does. */
    volatile boolean broken;
    /** How often the ledger was read. */
    volatile int reads;
    /** How often the ledger was closed. */
    volatile int closed;

    public FaultyLedger(Path folder, String owner) {
        this.folder = folder;
        this.owner = owner;
    }

    /** Each durable line, like {@code "intent 9"}. For a call that sets a value, also its answer. */
    public List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        LedgerFolder.entries(
                folder,
                e -> lines.add(
                        (e.kind() + ' ' + e.change().value() + ' ' + e.change().outcome()).strip()));
        return lines;
    }

    @Override
    public LimitLedger open(String account, String region) {
        LimitLedger real = LimitLedger.in(folder.toString(), 1 << 20, owner).open(account, region);
        return new LimitLedger() {
            @Override
            public LedgerMemory memory() throws IOException {
                reads++;
                if (unreadable) throw new IOException("cannot be read");
                return real.memory();
            }

            @Override
            public int beginAttempt(int known) throws IOException {
                if (full) throw new IOException("no room");
                return real.beginAttempt(known);
            }

            @Override
            public void append(LedgerEntry line) throws IOException {
                check();
                if (full) throw new IOException("no room");
                real.append(line);
            }

            @Override
            public boolean note(List<LedgerEntry> lines) throws NewerAttempt {
                check();
                return !full && real.note(lines);
            }

            private void check() {
                if (broken) throw new UncheckedIOException(new IOException("stale file handle"));
            }

            @Override
            public String stopped() throws NewerAttempt {
                return full ? "no room" : real.stopped();
            }

            @Override
            public void close() throws IOException {
                closed++;
                real.close();
            }
        };
    }
}
