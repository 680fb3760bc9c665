package dev.breakwater.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * List prices, before any discount.
 *
 * @param currency three letters, like USD; all prices are in it
 * @param date the day the prices were read, like 2026-08-01
 * @param source where they were read
 * @param freeTier what a month has for free, over the whole organisation
 * @param regions by region name, like eu-west-1; never empty
 */
public record PriceSheet(
        String currency, String date, String source, FreeTier freeTier, Map<String, RegionPrices> regions)
        implements Serializable {

    /** Keeps a sorted copy of the regions. */
    public PriceSheet {
        regions = Collections.unmodifiableMap(new TreeMap<>(regions));
    }

    /** The prices of the region, or, for one that the table does not have, those of the dearest region it has. */
    public RegionPrices regionOrDearest(String region) {
        return regions.getOrDefault(region, dearest());
    }

    /** The prices of the region whose computing is dearest, the first by name among equals. */
    public RegionPrices dearest() {
        return regions.values().stream()
                .max(Comparator.comparingDouble(r -> r.x86().firstGbSecondUsd()))
                .orElseThrow();
    }
}
