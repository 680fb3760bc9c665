package dev.breakwater.model.kind;

import dev.breakwater.model.NanoUsd;
import java.io.Serializable;
import java.util.Map;

/**
 * The configured prices of an account. All usage is priced at the first tier. The free tier and higher tiers are
 * considered only for the month's bill. A GB is 1,024 MB.
 *
 * @param regions         prices of each region, by name
 * @param other           the prices of a region that the list lacks
 * @param roundsUpToMs    the billed duration of a call is rounded up to a multiple of this many milliseconds; 0 for no
 *     rounding
 * @param discount        the share subtracted from every price, 0 to 1
 * @param assumedMemoryMb memory of a function that the inventory does not know
 */
public record PriceList(
        Map<String, Region> regions, Region other, double roundsUpToMs, double discount, int assumedMemoryMb)
        implements Serializable {

    /** USD for each request, and the prices of each architecture. */
    public record Region(double request, Compute x86, Compute arm) implements Serializable {

        /** Creates a region in which only calls and their memory have a price. */
        public Region(double request, double x86GbSecond, double armGbSecond) {
            this(request, Compute.of(x86GbSecond), Compute.of(armGbSecond));
        }
    }

    /**
     * USD per GB-second of one architecture.
     *
     * @param onDemand    price of on-demand calls
     * @param storage     price of paid ephemeral storage while calls run
     * @param ready       price of provisioned concurrency, used or not
     * @param onReady     price of calls on provisioned concurrency
     * @param assumedStorage whether the price of storage is from another region
     * @param assumedReady   whether the prices of provisioned concurrency are from another region or architecture
     */
    public record Compute(
            double onDemand, double storage, double ready, double onReady, boolean assumedStorage, boolean assumedReady)
            implements Serializable {

        static Compute of(double onDemand) {
            return new Compute(onDemand, 0, 0, onDemand, false, false);
        }
    }

    /** The prices of a region. */
    public Region in(String region) {
        return regions.getOrDefault(region, other);
    }

    /** A price after the discount, nano-USD. */
    public double nano(double usd) {
        return usd * NanoUsd.PER_USD * (1 - discount);
    }
}
