package dev.breakwater.config;

import java.io.Serializable;

/**
 * One tier of the GB-second price.
 *
 * @param upToGbSeconds GB-seconds a month up to which it holds; infinity in the last tier
 * @param usd one GB-second
 */
public record PriceTier(double upToGbSeconds, double usd) implements Serializable {}
