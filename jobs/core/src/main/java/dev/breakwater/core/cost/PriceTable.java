package dev.breakwater.core.cost;

import java.util.Map;

/**
 * What Lambda charges, by region and architecture.
 *
 * @param usdPerRequest      USD a request, by region
 * @param usdPerGbSecond     USD a GB-second of the first tier, by {@code region/architecture}
 * @param fallbackRegion     the region whose prices stand for one that the table lacks
 * @param discount           0 to 1: the share taken off every price
 * @param assumedMemoryMb    memory of a function that the inventory does not know
 */
public record PriceTable(
        Map<String, Double> usdPerRequest,
        Map<String, Double> usdPerGbSecond,
        String fallbackRegion,
        double discount,
        int assumedMemoryMb)
        implements java.io.Serializable {

    /** Nano-USD of one request in the region. */
    public double nanoPerRequest(String region) {
        Double price = usdPerRequest.getOrDefault(region, usdPerRequest.get(fallbackRegion));
        return price * 1e9 * (1 - discount);
    }

    /** Nano-USD of a GB-second in the region on the architecture ({@code x86_64} or {@code arm64}). */
    public double nanoPerGbSecond(String region, String architecture) {
        Double price = usdPerGbSecond.get(region + '/' + architecture);
        if (price == null) price = usdPerGbSecond.get(fallbackRegion + '/' + architecture);
        return price * 1e9 * (1 - discount);
    }
}
