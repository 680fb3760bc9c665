package dev.breakwater.guard.wire;

/**
 * The amount that a function's minute adds to a budget, or a later correction of that amount.
 *
 * @param budget     the key of the budget's meter: {@code name|account}
 * @param minute     the data minute
 * @param nano       nano-USD
 * @param silentFrom first minute of the feed's newest gap, or 0 if there was no gap
 * @param silentTo   last minute of the feed's newest gap
 * @param assumedPrice whether the price table lacks the function's region
 */
public record Spend(String budget, long minute, long nano, long silentFrom, long silentTo, boolean assumedPrice) {}
