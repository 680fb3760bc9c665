package dev.breakwater.connectors.lambda;

import java.io.Serializable;

/**
 * On which terms acts are carried out.
 *
 * @param owner        this instance's name, written into every mark; the same after a restart
 * @param budgetMillis how long all requests of one checkpoint may take together, milliseconds, above 0
 */
public record ActTerms(String owner, long budgetMillis) implements Serializable {

    public ActTerms {
        if (owner.isBlank() || budgetMillis < 1) {
            throw new IllegalArgumentException("an owner and a budget of at least 1 ms are needed");
        }
    }

    /** Half the checkpoint interval: a committer that takes longer would hold up the next barrier. */
    public static ActTerms forInterval(String owner, long checkpointIntervalMillis) {
        return new ActTerms(owner, Math.max(1, checkpointIntervalMillis / 2));
    }
}
