package dev.breakwater.config;

import java.io.Serializable;
import java.util.List;

/**
 * Computing on one architecture in one region. A GB is 1,024 MB.
 *
 * @param tiers GB-second prices by the month's use, cheapest last; never empty, the last one without an end
 * @param provisionedGbSecondUsd one GB-second of provisioned concurrency kept ready
 * @param provisionedRunningGbSecondUsd one GB-second of code that runs on provisioned concurrency
 */
public record ArchitecturePrices(
        List<PriceTier> tiers, double provisionedGbSecondUsd, double provisionedRunningGbSecondUsd)
        implements Serializable {

    /** Keeps a copy of the tiers. */
    public ArchitecturePrices {
        tiers = List.copyOf(tiers);
    }

    /** The price of a GB-second in the first tier, the dearest. */
    public double firstGbSecondUsd() {
        return tiers.get(0).usd();
    }
}
