package dev.breakwater.config.prices;

import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * List prices, before any discount.
 *
 * @param currency all prices are in it
 * @param regions by region name, like eu-west-1; never empty
 */
public record PriceSheet(
        @Key(required = true, form = Form.CURRENCY) String currency,
        @Key(required = true, form = Form.DATE) String date,
        @Key(required = true, form = Form.ORIGIN) String source,

        @Key(doc = "what a month has for free, over the whole organisation")
        FreeTier freeTier,

        @Key(required = true, remedy = "at least one region with its prices")
        Map<String, Region> regions)
        implements Serializable {

    // A hundred times today's prices: beyond that somebody mixed up units.
    private static final String PER_MILLION = "0 to 20";
    private static final String GB_SECOND = "0 to 0.002";
    private static final String PRICE = "a price from ";

    /** The prices of the region, or, for one that the table does not have, those of the dearest region it has. */
    public Region regionOrDearest(String region) {
        return regions.getOrDefault(region, dearest());
    }

    /** The prices of the region whose computing is dearest, the first by name among equals. */
    public Region dearest() {
        return regions.values().stream()
                .max(Comparator.comparingDouble(r -> r.x86().firstGbSecondUsd()))
                .orElseThrow();
    }

    /** What a month has for free, over the whole organisation. */
    public record FreeTier(
            @Key(bounds = "0 to 1000000000") int requests,
            @Key(bounds = "0 to 1000000000") int gbSeconds) implements Serializable {}

    /**
     * The prices of one region.
     *
     * @param ephemeralGbSecondUsd one GB-second of ephemeral storage above 512 MB
     */
    public record Region(
            @Key(name = "requestsPerMillion", required = true, bounds = PER_MILLION, remedy = PRICE + PER_MILLION)
            double requestsPerMillionUsd,

            @Key(name = "ephemeralGbSecond", required = true, bounds = GB_SECOND, remedy = PRICE + GB_SECOND)
            double ephemeralGbSecondUsd,

            @Key(name = "x86_64", required = true) Architecture x86,
            @Key(name = "arm64", required = true) Architecture arm)
            implements Serializable {

        /** One request. */
        public double requestUsd() {
            return requestsPerMillionUsd / 1e6;
        }
    }

    /**
     * Computing on one architecture in one region. A GB is 1,024 MB.
     *
     * @param tiers GB-second prices by the month's use, cheapest last; never empty, the last one without an end
     * @param provisionedGbSecondUsd one GB-second of provisioned concurrency kept ready
     * @param provisionedRunningGbSecondUsd one GB-second of code that runs on provisioned concurrency
     */
    public record Architecture(
            @Key(name = "gbSecond", required = true, remedy = "at least one entry like - { usd: 0.0000166667 }")
            List<Tier> tiers,

            @Key(name = "provisionedGbSecond", required = true, bounds = GB_SECOND, remedy = PRICE + GB_SECOND)
            double provisionedGbSecondUsd,

            @Key(name = "provisionedRunningGbSecond", required = true, bounds = GB_SECOND, remedy = PRICE + GB_SECOND)
            double provisionedRunningGbSecondUsd)
            implements Serializable {

        /** The price of a GB-second in the first tier, the dearest. */
        public double firstGbSecondUsd() {
            return tiers.get(0).usd();
        }
    }

    /**
     * One tier of the GB-second price.
     *
     * @param upToGbSeconds GB-seconds a month up to which it holds; infinity in the last tier
     * @param usd one GB-second
     */
    public record Tier(
            @Key(name = "upTo", initial = "Infinity", bounds = "1 to 1000000000000000")
            double upToGbSeconds,

            @Key(required = true, bounds = GB_SECOND, remedy = PRICE + GB_SECOND)
            double usd)
            implements Serializable {}
}
