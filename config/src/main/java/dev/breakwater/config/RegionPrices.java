package dev.breakwater.config;

import java.io.Serializable;

/**
 * The prices of one region.
 *
 * @param requestUsd one request
 * @param ephemeralGbSecondUsd one GB-second of ephemeral storage above 512 MB
 * @param x86 computing on x86_64
 * @param arm computing on arm64
 */
public record RegionPrices(
        double requestUsd, double ephemeralGbSecondUsd, ArchitecturePrices x86, ArchitecturePrices arm)
        implements Serializable {}
