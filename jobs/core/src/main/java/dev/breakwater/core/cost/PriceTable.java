package dev.breakwater.core.cost;

import dev.breakwater.core.observe.Pricing;
import dev.breakwater.core.policy.EdgeName;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Match;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What Lambda charges for a minute, by region and architecture: the first tier, without free tier. The bill of a month
 * is {@link Billing}'s.
 *
 * @param usdPerRequest      USD a request, by region
 * @param usdPerGbSecond     USD a GB-second of the first tier, by {@code region/architecture}
 * @param fallbackRegion     the region whose prices stand for one that the table lacks
 * @param discount           0 to 1: the share taken off every price
 * @param assumedMemoryMb    memory of a function that the inventory does not know
 * @param own                the tables of accounts that pay something else, by account
 * @param addOns             what calls cause elsewhere, first match
 */
public record PriceTable(
        Map<String, Double> usdPerRequest,
        Map<String, Double> usdPerGbSecond,
        String fallbackRegion,
        double discount,
        int assumedMemoryMb,
        Map<String, PriceTable> own,
        List<AddOnRule> addOns)
        implements Serializable {

    /** What the calls of some functions cause elsewhere. */
    public record AddOnRule(Match match, AddOns addOns) implements Serializable {}

    /** Lambda@Edge: 0.60 USD a million requests, 0.00005001 USD a GB-second, no tiers and no free tier. */
    private static final double EDGE_NANO_PER_REQUEST = 600;

    private static final double EDGE_NANO_PER_GB_SECOND = 50_010;

    private static final String X86 = Architecture.X86_64.wire();

    /** One table for all accounts, without add-ons. */
    public PriceTable(
            Map<String, Double> usdPerRequest,
            Map<String, Double> usdPerGbSecond,
            String fallbackRegion,
            double discount,
            int assumedMemoryMb) {
        this(usdPerRequest, usdPerGbSecond, fallbackRegion, discount, assumedMemoryMb, Map.of(), List.of());
    }

    /**
     * What a function's minutes cost.
     *
     * @param facts what the inventory knows of it, or null
     */
    public Pricing pricing(String account, String region, String function, FunctionFacts facts) {
        PriceTable table = own.getOrDefault(account, this);
        if (EdgeName.isReplica(function)) return table.edge(facts);
        String architecture = facts == null ? X86 : facts.architecture();
        Map<String, String> tags = facts == null ? Map.of() : facts.tags();
        double request = table.nanoPerRequest(region) + addOnNano(function, tags);
        double gbSecond = table.nanoPerGbSecond(region, architecture);
        return priced(request, gbSecond, facts);
    }

    /** The same in every region, and without what the file says of add-ons: requests come through CloudFront. */
    private Pricing edge(FunctionFacts facts) {
        double request = EDGE_NANO_PER_REQUEST * (1 - discount);
        double gbSecond = EDGE_NANO_PER_GB_SECOND * (1 - discount);
        return priced(request, gbSecond, facts);
    }

    private Pricing priced(double request, double gbSecond, FunctionFacts facts) {
        return facts == null
                ? Pricing.assumed(request, gbSecond, assumedMemoryMb)
                : Pricing.of(request, gbSecond, facts.memoryMb(), facts.timeoutSeconds());
    }

    private double addOnNano(String function, Map<String, String> tags) {
        for (AddOnRule rule : addOns) {
            if (rule.match().matches(function, tags)) return rule.addOns().nanoPerInvocation();
        }
        return 0;
    }

    /** Nano-USD of one request in the region. */
    public double nanoPerRequest(String region) {
        Double price = usdPerRequest.getOrDefault(region, usdPerRequest.get(fallbackRegion));
        return price * 1e9 * (1 - discount);
    }

    /**
     * Nano-USD of a GB-second in the region on the architecture ({@code x86_64} or {@code arm64}; any other pays
     * x86_64's price).
     */
    public double nanoPerGbSecond(String region, String architecture) {
        String known = Architecture.of(architecture).isPresent() ? architecture : X86;
        Double price = usdPerGbSecond.get(region + '/' + known);
        if (price == null) price = usdPerGbSecond.get(fallbackRegion + '/' + known);
        return price * 1e9 * (1 - discount);
    }
}
