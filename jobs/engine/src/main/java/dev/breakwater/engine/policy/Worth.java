package dev.breakwater.engine.policy;

import dev.breakwater.model.NanoUsd;
import java.io.Serializable;

/**
 * How much cost a throttle must avert to be set without approval, because a limit also refuses good calls.
 *
 * @param usdPerThousandGood least USD averted per 1,000 good calls that the limit refuses; 0 for no minimum
 * @param alwaysAboveNano    a limit is always set if the cost above normal is at least this, nano-USD an hour
 */
public record Worth(double usdPerThousandGood, long alwaysAboveNano) implements Serializable {

    /** No worth is required. */
    public static final Worth ANY = new Worth(0, Long.MAX_VALUE);

    private static final double THOUSAND = 1_000;

    /** Whether averting this amount, in nano-USD, is worth refusing this many good calls. */
    public boolean pays(double avertedNano, double good) {
        return NanoUsd.usd(avertedNano) >= usdPerThousandGood * good / THOUSAND;
    }
}
