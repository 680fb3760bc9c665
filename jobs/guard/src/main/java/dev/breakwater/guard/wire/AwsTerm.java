package dev.breakwater.guard.wire;

/**
 * A budget of AWS as it is metered.
 *
 * @param name         what it is called here: {@code aws:NAME}, or {@code aws:OWNER:NAME} where another account has it
 * @param monthNano    nano-USD a month; one of both is 0
 * @param dayNano      nano-USD a day
 * @param spentNano    what AWS has counted of its period, nano-USD; -1: not told
 * @param forecastNano what AWS expects of its period, nano-USD; -1: not told
 */
public record AwsTerm(String name, long monthNano, long dayNano, long spentNano, long forecastNano) {}
