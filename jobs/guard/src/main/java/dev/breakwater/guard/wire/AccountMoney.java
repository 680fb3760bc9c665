package dev.breakwater.guard.wire;

/**
 * Money of an account: a function's spend in a quarter of an hour by our count, or a charge that AWS reports.
 *
 * @param minute   first minute of the quarter; of a charge the minute of the reading
 * @param nano     nano-USD: a difference of our spend; of a charge all since the beginning of the month
 * @param charge   whether it is a charge
 * @param silentTo last minute of the feed's newest gap, 0 when there was none
 */
public record AccountMoney(String account, long minute, long nano, boolean charge, long silentTo) {}
