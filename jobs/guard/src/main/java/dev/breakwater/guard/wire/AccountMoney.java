package dev.breakwater.guard.wire;

/**
 * An amount of money of an account: our count of a function's spend in a quarter of an hour, or a charge that AWS
 * reports.
 *
 * @param minute   first minute of the quarter; for a charge, the minute of the reading
 * @param nano     nano-USD; a change of our count or, for a charge, the sum since the beginning of the month
 * @param charge   whether the amount is a charge
 * @param silentTo last minute of the feed's newest gap, 0 if there was none
 */
public record AccountMoney(String account, long minute, long nano, boolean charge, long silentTo) {}
