package dev.breakwater.connectors.lambda.ledger;

/**
 * A line of the ledger with its place in the chain: an effect or a note, the other is null.
 *
 * @param carried whether it repeats what an earlier segment says
 */
record LedgerLine(long seq, String prev, boolean carried, Effect effect, LedgerNote note) {}
