package dev.breakwater.engine.cost;

import dev.breakwater.engine.observe.Pricing;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's prices for a minute. All usage is priced at the first tier. The free tier and higher tiers are considered
 * only for the month's bill (see {@code core.calibrate}). A GB is 1,024 MB.
 *
 * @param regions         prices of each region, by name
 * @param other           the prices of a region that the table lacks
 * @param roundsUpToMs    the billed duration of a call is rounded up to a multiple of this many milliseconds; 0 for no
 *     rounding
 * @param discount        the share subtracted from every price, 0 to 1
 * @param assumedMemoryMb memory of a function that the inventory does not know
 * @param own             the tables of accounts with other prices, by account
 * @param addOns          the cost that calls cause in other services; the first match applies
 */
public record PriceTable(
        Map<String, Region> regions,
        Region other,
        double roundsUpToMs,
        double discount,
        int assumedMemoryMb,
        Map<String, PriceTable> own,
        List<AddOnRule> addOns)
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

    /** The cost that calls of some functions cause in other services. */
    public record AddOnRule(Match match, AddOns addOns) implements Serializable {}

    /**
     * The prices of Lambda@Edge: 0.60 USD per million requests and 0.00005001 USD per GB-second, without tiers and free
     * tier.
     */
    private static final double EDGE_NANO_PER_REQUEST = 600;

    private static final double EDGE_NANO_PER_GB_SECOND = 50_010;

    /** Lambda's name for the architecture. Any other name gets the price of x86_64, which is higher. */
    private static final String ARM = "arm64";

    /**
     * The prices for a function's minutes.
     *
     * @param facts the inventory's facts about the function, or null
     */
    public Pricing pricing(String account, String region, String function, @Nullable FunctionFacts facts) {
        PriceTable table = own.getOrDefault(account, this);
        if (FunctionKey.isReplica(function)) return table.edge(facts);
        Map<String, String> tags = facts == null ? Map.of() : facts.tags();
        Region prices = table.regions.getOrDefault(region, table.other);
        Compute compute = compute(prices, facts);
        double request = table.nano(prices.request) + addOnNano(function, tags);
        if (facts == null) return priced(request, table.nano(compute.onDemand), null);
        double storage = table.nano(compute.storage) * facts.capacity().paidMb() / facts.memoryMb();
        return priced(request, table.nano(compute.onDemand) + storage, facts)
                .provisioned(facts.capacity().ready(), table.nano(compute.onDemand - compute.onReady));
    }

    private static Compute compute(Region prices, @Nullable FunctionFacts facts) {
        return facts != null && facts.architecture().equals(ARM) ? prices.arm : prices.x86;
    }

    /** The cost of a function's provisioned concurrency for one minute, used or not, in nano-USD. */
    public double readyNano(FunctionFacts f) {
        PriceTable table = own.getOrDefault(f.account(), this);
        Compute compute = compute(table.regions.getOrDefault(f.region(), table.other), f);
        return table.nano(compute.ready) * f.capacity().ready() * f.memoryMb() / 1024 * 60;
    }

    /**
     * Whether the account's price table lacks a price of the function. If a price is missing, a price from another
     * region is used.
     *
     * @param facts the inventory's facts about the function, or null
     */
    public boolean lacks(Scope s, @Nullable FunctionFacts facts) {
        if (FunctionKey.isReplica(s.key())) return false;
        PriceTable table = own.getOrDefault(s.account(), this);
        Region prices = table.regions.get(s.region());
        if (prices == null) return true;
        if (facts == null) return false;
        Compute compute = compute(prices, facts);
        return facts.capacity().paidMb() > 0 && compute.assumedStorage
                || facts.capacity().ready() > 0 && compute.assumedReady;
    }

    /**
     * The prices of Lambda@Edge, which are the same in every region. Configured add-ons do not apply, because requests
     * come through CloudFront.
     */
    private Pricing edge(@Nullable FunctionFacts facts) {
        double request = EDGE_NANO_PER_REQUEST * (1 - discount);
        double gbSecond = EDGE_NANO_PER_GB_SECOND * (1 - discount);
        return priced(request, gbSecond, facts);
    }

    private Pricing priced(double request, double gbSecond, @Nullable FunctionFacts facts) {
        return facts == null
                ? Pricing.assumed(request, gbSecond, roundsUpToMs, assumedMemoryMb)
                : Pricing.of(request, gbSecond, roundsUpToMs, facts.memoryMb(), facts.timeoutSeconds());
    }

    /** The cost of one call outside Lambda's bill, nano-USD. */
    public double addOnNano(String function, Map<String, String> tags) {
        for (AddOnRule rule : addOns) {
            if (rule.match().matches(function, tags)) return rule.addOns().nanoPerInvocation();
        }
        return 0;
    }

    private double nano(double usd) {
        return usd * NanoUsd.PER_USD * (1 - discount);
    }

    /**
     * The cost that an invocation causes outside Lambda. A GB is 1,048,576 KB, as on the bill.
     *
     * @param logKb             KB of log lines that each invocation writes
     * @param logUsdPerGb       USD per GB of log ingestion
     * @param egressKb          KB that each invocation sends out of AWS
     * @param egressUsdPerGb    USD per GB sent out of AWS
     * @param gatewayPerMillion USD per million calls of the API in front
     * @param fixedUsd          USD for services that each invocation calls
     */
    public record AddOns(
            double logKb,
            double logUsdPerGb,
            double egressKb,
            double egressUsdPerGb,
            double gatewayPerMillion,
            double fixedUsd)
            implements Serializable {

        private static final double KB_PER_GB = 1024.0 * 1024.0;

        /** The cost of an invocation in other services, nano-USD. */
        double nanoPerInvocation() {
            double usd =
                    (logKb * logUsdPerGb + egressKb * egressUsdPerGb) / KB_PER_GB + gatewayPerMillion / 1e6 + fixedUsd;
            return usd * NanoUsd.PER_USD;
        }
    }
}
