package dev.breakwater.guard.limit;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.lambda.ledger.LedgerEntry;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter.NewerAttempt;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.util.List;

/**
 * The ledger as one operator uses it for an account and region. The operator writes its own chain and reads all chains.
 */
public interface LimitLedger extends Closeable {

    /** Returns the content of all chains. */
    LedgerMemory memory() throws IOException;

    /**
     * Begins an attempt of this operator. An earlier attempt of the operator notices the new attempt when it writes its
     * next line.
     *
     * @param known number of the newest attempt in the operator's state, or 0
     * @return the number of the new attempt
     */
    int beginAttempt(int known) throws IOException;

    /**
     * Writes a line. The line is durable when this method returns.
     *
     * @throws NewerAttempt if a newer attempt is running
     */
    void append(LedgerEntry line) throws IOException;

    /**
     * Writes lines now, or as soon as possible.
     *
     * @return whether the lines are already durable
     */
    boolean note(List<LedgerEntry> lines) throws NewerAttempt;

    /** Returns the reason why no new throttle may begin; empty if throttles may begin. */
    String stopped() throws NewerAttempt;

    /** Opens the chain of an account and region on the machine that uses it. The factory is part of the job graph. */
    @FunctionalInterface
    interface Factory extends Serializable {
        LimitLedger open(String account, String region);
    }

    /**
     * Creates ledgers whose chains are in a folder.
     *
     * @param folder       the folder of all chains, as a text of {@link Folders}
     * @param segmentBytes the size at which the next file begins, above 0
     * @param owner        name of this instance
     */
    static Factory in(String folder, long segmentBytes, String owner) {
        return (account, region) -> new InFolder(
                folder,
                LedgerWriter.of(
                        Folders.of(folder), LedgerFolder.operator(account, region), segmentBytes, Clock.systemUTC()),
                account,
                region,
                owner);
    }

    /** A ledger whose chains are files, with one folder for each chain. */
    record InFolder(String folder, LedgerWriter writer, String account, String region, String owner)
            implements LimitLedger {

        @Override
        public LedgerMemory memory() throws IOException {
            return LedgerMemory.read(Folders.of(folder));
        }

        @Override
        public int beginAttempt(int known) throws IOException {
            return writer.beginAttempt(account, region, owner, known);
        }

        @Override
        public void append(LedgerEntry line) throws IOException {
            writer.append(line);
        }

        @Override
        public boolean note(List<LedgerEntry> lines) throws NewerAttempt {
            return writer.note(lines.toArray(new LedgerEntry[0]));
        }

        @Override
        public String stopped() throws NewerAttempt {
            if (!writer.isWritable()) return "it cannot be written";
            return writer.stopped();
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
