package dev.breakwater.connectors.lambda.ledger;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * How far the ledger was read.
 *
 * @param segment number of the segment, 0 where nothing was read yet
 * @param offset  behind the last line that was read, bytes
 * @param hash    of that line, or empty
 * @param follows whether the segment before it was read to its end: then what it carries over is known
 */
record LedgerSplit(int segment, long offset, String hash, boolean follows) implements SourceSplit {

    static final LedgerSplit FROM_THE_START = new LedgerSplit(0, 0, "", false);

    @Override
    public String splitId() {
        return "ledger";
    }
}
