package dev.breakwater.core.detect;

import dev.breakwater.core.model.Scope;

/**
 * What one function changes in a minute of its account: integers, so that no order of addition shows. Residuals leave
 * out what an open incident of the function explains.
 *
 * @param silentFrom first minute of the feed's newest gap; 0 when there was none
 * @param silentTo   last minute of that gap
 */
public record Contribution(
        Scope scope,
        long minute,
        long silentFrom,
        long silentTo,
        long residualDemand,
        long residualCostNano,
        long demand,
        long costNano,
        long durationMicros,
        long concurrency) {}
