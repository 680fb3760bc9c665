package dev.breakwater.connectors.lambda.ledger;

/**
 * A line of the ledger with its place in the chain: an effect or a note, the other is null.
 *
 * @param carried whether it repeats what an earlier segment says
 */
record LedgerLine(long seq, String prev, boolean carried, Effect effect, LedgerNote note) {

    boolean begins() {
        return note != null && (note.kind() == LedgerNote.Kind.CONTINUED || isAnew());
    }

    boolean closes() {
        return note != null && note.kind() == LedgerNote.Kind.CLOSED;
    }

    boolean isAnew() {
        return note != null && note.kind() == LedgerNote.Kind.ANEW;
    }
}
