package dev.breakwater.connectors.lambda.ledger;

import java.io.IOException;

/**
 * A newer attempt of the same operator writes this chain: this one is left over from a failover, or a second job runs
 * under the same instance name. Anyone who gets this must stop acting. The writer refuses every later call.
 */
public final class NewerAttempt extends IOException {

    private static final long serialVersionUID = 1L;

    private final int own;
    private final int newest;

    NewerAttempt(String writer, int own, LedgerEntry newest) {
        super("Ledger chain " + writer + ": attempt " + newest.attempt()
                + (newest.by().isEmpty() ? "" : " by " + newest.by()) + " began at " + newest.at() + ", so attempt "
                + own
                + " stops. If two jobs run under this instance name, stop one of them.");
        this.own = own;
        this.newest = newest.attempt();
    }

    /** Number of the attempt that has to stop. */
    public int own() {
        return own;
    }

    /** Number of the newest attempt. */
    public int newest() {
        return newest;
    }
}
