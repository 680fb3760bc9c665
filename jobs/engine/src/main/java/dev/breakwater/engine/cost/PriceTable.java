package dev.breakwater.engine.cost;

import dev.breakwater.engine.policy.Match;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.kind.PriceList;
import dev.breakwater.model.kind.Pricing;
import dev.breakwater.model.kind.ResourceKind;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configured prices, with which each kind of resource prices its minutes.
 *
 * @param prices the prices of all accounts without other prices
 * @param own    the prices of accounts with other prices, by account
 * @param addOns the cost that calls cause in other services; the first match applies
 */
public record PriceTable(PriceList prices, Map<String, PriceList> own, List<AddOnRule> addOns) implements Serializable {

    /** The cost that calls of some functions cause in other services. */
    public record AddOnRule(Match match, AddOns addOns) implements Serializable {}

    /**
     * The prices for a resource's minutes.
     *
     * @param facts the inventory's facts about the resource, or null
     */
    public Pricing pricing(Scope s, @Nullable FunctionFacts facts) {
        double addOnNano = addOnNano(s.key(), facts == null ? Map.of() : facts.tags());
        return ResourceKind.of(s.key()).pricing(of(s.account()), s, facts, addOnNano);
    }

    /** The cost of a resource's capacity that is kept ready for one minute, used or not, in nano-USD. */
    public double readyNano(FunctionFacts f) {
        return ResourceKind.of(f.function()).readyNano(of(f.account()), f);
    }

    /**
     * Whether the account's prices lack a price of the resource. If a price is missing, a price from another region is
     * used.
     *
     * @param facts the inventory's facts about the resource, or null
     */
    public boolean lacks(Scope s, @Nullable FunctionFacts facts) {
        return ResourceKind.of(s.key()).lacks(of(s.account()), s, facts);
    }

    private PriceList of(String account) {
        return own.getOrDefault(account, prices);
    }

    /** The cost of one call outside the resource's own bill, nano-USD. */
    public double addOnNano(String function, Map<String, String> tags) {
        for (AddOnRule rule : addOns) {
            if (rule.match().matches(function, tags)) return rule.addOns().nanoPerInvocation();
        }
        return 0;
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
