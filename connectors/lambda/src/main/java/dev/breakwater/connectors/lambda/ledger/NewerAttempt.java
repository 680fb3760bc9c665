package dev.breakwater.connectors.lambda.ledger;

import java.io.IOException;

/**
 * Thrown if a newer attempt of the same operator writes this chain. Either this attempt outlived a failover, or a
 * second job has the same instance name. The caller must stop setting and releasing limits. The writer refuses every
 * later call.
 */
public final class NewerAttempt extends IOException {

    private static final long serialVersionUID = 1L;

    private final int own;
    private final int newest;

    NewerAttempt(String writer, int own, LedgerEntry newest) {
        super("Ledger chain " + writer + ": attempt " + newest.link().attempt()
                + (newest.cause().by().isEmpty() ? "" : " by " + newest.cause().by()) + " began at " + newest.at()
                + ", so attempt "
                + own
                + " stops. If two jobs run under this instance name, stop one of them.");
        this.own = own;
        this.newest = newest.link().attempt();
    }

    /** Returns the number of the attempt that has to stop. */
    public int own() {
        return own;
    }

    /** Returns the number of the newest attempt. */
    public int newest() {
        return newest;
    }
}
