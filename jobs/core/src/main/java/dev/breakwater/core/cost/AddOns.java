package dev.breakwater.core.cost;

import dev.breakwater.core.model.NanoUsd;
import java.io.Serializable;

/**
 * The cost that an invocation causes outside Lambda. A GB is 1,048,576 KB here as on the bill.
 *
 * @param logKb             KB of log lines an invocation writes
 * @param logUsdPerGb       USD a GB of log ingestion
 * @param egressKb          KB an invocation sends out of AWS
 * @param egressUsdPerGb    USD a GB of it
 * @param gatewayPerMillion USD a million calls of the API in front
 * @param fixedUsd          USD for the services that an invocation calls
 */
public record AddOns(
        double logKb,
        double logUsdPerGb,
        double egressKb,
        double egressUsdPerGb,
        double gatewayPerMillion,
        double fixedUsd)
        implements Serializable {

    private static final double KB_PER_GB = 1024.0 * 1024.0;

    /** Nano-USD an invocation. */
    double nanoPerInvocation() {
        double usd = (logKb * logUsdPerGb + egressKb * egressUsdPerGb) / KB_PER_GB + gatewayPerMillion / 1e6 + fixedUsd;
        return usd * NanoUsd.PER_USD;
    }
}
