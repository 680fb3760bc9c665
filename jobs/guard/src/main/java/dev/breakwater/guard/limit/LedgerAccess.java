package dev.breakwater.guard.limit;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.lambda.ledger.LedgerFolder;
import dev.breakwater.connectors.lambda.ledger.LedgerMemory;
import dev.breakwater.connectors.lambda.ledger.LedgerWriter;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;

/**
 * Where the ledger is, as it travels in the job graph.
 *
 * @param folder       of all chains, as a text of {@link Folders}
 * @param segmentBytes how large a file becomes before the next one begins, above 0
 * @param owner        name of this instance
 */
public record LedgerAccess(String folder, long segmentBytes, String owner) implements Serializable {

    LedgerWriter writer(String account, String region) {
        return LedgerWriter.of(
                Folders.of(folder), LedgerFolder.operator(account, region), segmentBytes, Clock.systemUTC());
    }

    LedgerMemory memory() throws IOException {
        return LedgerMemory.read(Folders.of(folder));
    }
}
