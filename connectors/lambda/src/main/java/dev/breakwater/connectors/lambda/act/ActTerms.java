package dev.breakwater.connectors.lambda.act;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;

/**
 * On which terms acts are carried out.
 *
 * @param owner        this instance's name, written into every mark; the same after a restart
 * @param adopts       names of other instances whose marks are taken over, none while any of them runs
 * @param budgetMillis how long all requests of one checkpoint may take together, milliseconds, above 0
 */
public record ActTerms(String owner, Set<String> adopts, long budgetMillis) implements Serializable {

    private static final long LEAST_MILLIS = 5_000;

    public ActTerms {
        adopts = new HashSet<>(adopts);
        if (owner.isBlank() || budgetMillis < 1) {
            throw new IllegalArgumentException("an owner and a budget of at least 1 ms are needed");
        }
    }

    /** Of an instance that takes over nobody's marks. */
    public ActTerms(String owner, long budgetMillis) {
        this(owner, Set.of(), budgetMillis);
    }

    /**
     * Half the checkpoint interval, for a committer that takes longer would hold up the next barrier; but what some functions
     * take, or with checkpoints each second the others of a minute would be left to the next.
     */
    public static ActTerms forInterval(String owner, long checkpointIntervalMillis) {
        return forInterval(owner, Set.of(), checkpointIntervalMillis);
    }

    /** The same for an instance that takes over the marks of others. */
    public static ActTerms forInterval(String owner, Set<String> adopts, long checkpointIntervalMillis) {
        return new ActTerms(owner, adopts, Math.max(LEAST_MILLIS, checkpointIntervalMillis / 2));
    }
}
