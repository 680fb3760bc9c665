package dev.breakwater.core.policy;

import java.io.Serializable;

/**
 * The worth that a throttle must have to be set without approval, because a limit also refuses good calls.
 *
 * @param usdPerThousandGood least USD averted per 1,000 good calls that the limit refuses; 0: any
 * @param alwaysAboveNano    nano-USD an hour above normal above which a limit is always set
 */
public record Worth(double usdPerThousandGood, long alwaysAboveNano) implements Serializable {

    /** Nothing is asked. */
    public static final Worth ANY = new Worth(0, Long.MAX_VALUE);

    private static final double NANO = 1e9;
    private static final double THOUSAND = 1_000;

    /** Whether this averted amount in nano-USD is worth this many good calls. */
    public boolean pays(double avertedNano, double good) {
        return avertedNano / NANO >= usdPerThousandGood * good / THOUSAND;
    }
}
