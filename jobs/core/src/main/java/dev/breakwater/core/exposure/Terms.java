package dev.breakwater.core.exposure;

/**
 * By what the worst case is judged.
 *
 * @param assumedConcurrency the account's limit where it could not be read
 * @param headroom           how far above the highest peak of its history a reservation is suggested, 1 and above
 * @param nowMillis          epoch milliseconds
 */
public record Terms(Rates rates, int assumedConcurrency, double headroom, long nowMillis) {}
