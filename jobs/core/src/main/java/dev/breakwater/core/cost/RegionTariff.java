package dev.breakwater.core.cost;

import java.io.Serializable;

/**
 * What Lambda costs in one region.
 *
 * @param request   pico-USD a request
 * @param ephemeral pico-USD a GB-second of ephemeral storage above 512 MB
 */
public record RegionTariff(long request, long ephemeral, ComputeTariff x86, ComputeTariff arm) implements Serializable {

    ComputeTariff compute(Architecture architecture) {
        return architecture == Architecture.ARM64 ? arm : x86;
    }
}
