package dev.breakwater.config;

import java.io.Serializable;

/**
 * What an invocation of some functions causes beside Lambda's own price.
 *
 * @param match the functions; the first entry that matches counts
 */
public record AddOnSettings(
        @Key(required = true, meaning = "the functions; the first entry that matches counts")
        MatchSettings match,

        @Key(initial = "0", min = 0, max = 1_000_000, meaning = "log lines an invocation writes, KB")
        double logKbPerInvocation,

        @Key(initial = "0.5", min = 0, max = 100, meaning = "log ingestion, USD a GB")
        double logUsdPerGb,

        @Key(initial = "0", min = 0, max = 10_000_000, meaning = "sent out of AWS by an invocation, KB")
        double egressKbPerInvocation,

        @Key(initial = "0.09", min = 0, max = 100, meaning = "traffic out of AWS, USD a GB")
        double egressUsdPerGb,

        @Key(initial = "0", min = 0, max = 1000, meaning = "API Gateway or load balancer in front, USD a million calls")
        double gatewayUsdPerMillion,

        @Key(initial = "0", min = 0, max = 100, meaning = "fixed amount for what an invocation calls, USD")
        double usdPerInvocation)
        implements Serializable {}
