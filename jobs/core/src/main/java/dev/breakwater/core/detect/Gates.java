package dev.breakwater.core.detect;

/**
 * Money below which nothing is said, from the policy: excess of the trailing 60 minutes, nano-USD.
 *
 * @param warnNano  least excess of a warning
 * @param pageNano  least excess of a page
 * @param youngNano cost of the trailing hour at which a scope without a baseline pages
 */
public record Gates(long warnNano, long pageNano, long youngNano) {}
