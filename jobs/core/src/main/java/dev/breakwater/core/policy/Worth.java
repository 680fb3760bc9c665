package dev.breakwater.core.policy;

import java.io.Serializable;

/**
 * The worth that a throttle needs to be set without approval. A limit also refuses good calls.
 *
 * @param usdPerThousandGood least USD averted per 1,000 good calls that the limit refuses; 0: any
 * @param alwaysAboveNano    nano-USD an hour above normal above which a limit is always set
 */
public record Worth(double usdPerThousandGood, long alwaysAboveNano) implements Serializable {

    /** No worth is required. */
    public static final Worth ANY = new Worth(0, Long.MAX_VALUE);

    private static final double NANO = 1e9;
    private static final double THOUSAND = 1_000;

    /** Whether averting this amount, in nano-USD, is worth refusing this many good calls. */
    public boolean pays(double avertedNano, double good) {
        return avertedNano / NANO >= usdPerThousandGood * good / THOUSAND;
    }
}
