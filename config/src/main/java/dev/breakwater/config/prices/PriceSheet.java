package dev.breakwater.config.prices;

import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;

/**
 * List prices of the first tier in USD, before any discount.
 *
 * @param currency     always USD, because budgets and AWS's reports are in USD
 * @param source       the source of the prices of regions without a source of their own
 * @param roundsUpToMs a call's duration is rounded up to a multiple of this number of milliseconds; 0 for no rounding
 * @param regions      the prices by region name, like eu-west-1; never empty
 */
public record PriceSheet(
        @Key(required = true, form = Form.CURRENCY) String currency,
        @Key(required = true, form = Form.DATE) String date,
        @Key(required = true, form = Form.ORIGIN) String source,
        @Key(initial = "1", bounds = "0 to 1000") double roundsUpToMs,

        @Key(required = true, remedy = "at least one region with its prices")
        Map<String, Region> regions)
        implements Serializable {

    // the largest accepted prices are a hundred times today's; a larger price is probably in another unit
    static final String PER_MILLION = "0 to 20";
    static final String GB_SECOND = "0 to 0.002";
    static final String PRICE = "a price from ";

    /** Returns the prices of the region. If the table lacks the region, returns the highest prices in the table. */
    public Region regionOrMostExpensive(String region) {
        return regions.getOrDefault(region, mostExpensive());
    }

    /** Returns the highest value of each price, over all regions. */
    public Region mostExpensive() {
        return regions.values().stream().reduce(Region::orHigher).orElseThrow();
    }

    /**
     * Returns the region with the most expensive GB-second. If several regions are equal, returns the first by name.
     */
    public String mostExpensiveName() {
        return regions.entrySet().stream()
                .max(Comparator.comparingDouble(
                                (Map.Entry<String, Region> r) -> r.getValue().x86())
                        .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                .orElseThrow()
                .getKey();
    }

    /** Returns the source of a region's prices. For a missing region, returns the source of the prices used instead. */
    public String sourceOf(String region) {
        Region prices = regions.get(region);
        if (prices == null)
            return "the table lacks " + region + ": the prices of " + mostExpensiveName()
                    + ", its most expensive region, stand for it";
        return prices.source().isEmpty() ? source : prices.source();
    }

    /**
     * The prices of one region. A GB is 1,024 MB. If a price is 0, the highest price in the table is used instead. A
     * price of 0 for arm64 is replaced by the higher price of x86_64.
     *
     * @param x86    one GB-second on x86_64
     * @param arm    one GB-second on arm64
     * @param ephemeral one GB-second of ephemeral storage above 512 MB, while calls run
     * @param provisionedX86 one GB-second of provisioned concurrency, used or not
     * @param onProvisionedX86 one GB-second of calls on provisioned concurrency
     * @param source the source of the prices; empty for the source of the table
     */
    public record Region(
            @Key(name = "requestsPerMillion", required = true, bounds = PER_MILLION, remedy = PRICE + PER_MILLION)
            double requestsPerMillionUsd,

            @Key(name = "x86_64", required = true, bounds = GB_SECOND, remedy = PRICE + GB_SECOND)
            double x86,

            @Key(name = "arm64", required = true, bounds = GB_SECOND, remedy = PRICE + GB_SECOND)
            double arm,

            @Key(name = "ephemeral", initial = "0", bounds = GB_SECOND)
            double ephemeral,

            @Key(name = "provisionedX86_64", initial = "0", bounds = GB_SECOND)
            double provisionedX86,

            @Key(name = "onProvisionedX86_64", initial = "0", bounds = GB_SECOND)
            double onProvisionedX86,

            @Key(name = "provisionedArm64", initial = "0", bounds = GB_SECOND)
            double provisionedArm,

            @Key(name = "onProvisionedArm64", initial = "0", bounds = GB_SECOND)
            double onProvisionedArm,

            @Key(form = Form.ORIGIN) String source)
            implements Serializable {

        /** Returns the price of one request. */
        public double requestUsd() {
            return requestsPerMillionUsd / 1e6;
        }

        /** Returns the price of one GB-second. An unknown architecture has the price of x86_64. */
        public double gbSecondUsd(String architecture) {
            return architecture.equals("arm64") ? arm : x86;
        }

        /** Returns, for each price, the higher of the two values. */
        public Region orHigher(Region o) {
            return new Region(
                    Math.max(requestsPerMillionUsd, o.requestsPerMillionUsd),
                    Math.max(x86, o.x86),
                    Math.max(arm, o.arm),
                    Math.max(ephemeral, o.ephemeral),
                    Math.max(provisionedX86, o.provisionedX86),
                    Math.max(onProvisionedX86, o.onProvisionedX86),
                    Math.max(provisionedArm, o.provisionedArm),
                    Math.max(onProvisionedArm, o.onProvisionedArm),
                    "");
        }
    }
}
