package dev.breakwater.core.calibrate;

/**
 * A reading of {@code AWS/Billing EstimatedCharges} of Lambda in one account: USD since the beginning of the month.
 *
 * @param minute minute (epoch seconds / 60) of its timestamp
 * @param nano   nano-USD
 */
public record Charge(long minute, long nano) {}
