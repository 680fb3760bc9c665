package dev.breakwater.connectors.lambda.ledger;

import java.util.Locale;

/**
 * A line of the ledger about the ledger itself.
 *
 * @param at     epoch milliseconds
 * @param detail why no new throttle may begin; empty where they may
 */
record LedgerNote(Kind kind, long at, String detail) {

    /** What it says. */
    enum Kind {
        /** A segment goes on with the chain of the one before it. */
        CONTINUED,
        /** The chain is broken before this line, which names the last good hash. */
        ANEW,
        /** An operator has seen that it was broken. */
        ACCEPTED,
        /** The last line of a segment in a bucket: who goes on does so in the next one, and nobody in this one. */
        CLOSED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
