package dev.breakwater.guard.wire;

/**
 * An amount of money of an account: Breakwater's count of a function's spend in a quarter of an hour, or a charge that
 * AWS reports.
 *
 * @param minute   first minute of the quarter of an hour; for a charge, the minute of the reading
 * @param nano     amount in nano-USD; a change of Breakwater's count or, for a charge, the sum since the beginning of
 *                 the month
 * @param charge   whether the amount is a charge
 * @param silentTo last minute of the feed's newest gap, or 0 if there was no gap
 */
public record AccountMoney(String account, long minute, long nano, boolean charge, long silentTo) {}
