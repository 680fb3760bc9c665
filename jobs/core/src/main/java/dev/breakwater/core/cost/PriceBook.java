package dev.breakwater.core.cost;

import java.io.Serializable;
import java.util.Map;

/**
 * Everything that makes a bill of usage.
 *
 * @param list     the price table of all accounts that have none of their own; its free tier is the organisation's
 * @param own      price tables of single accounts
 * @param discount share of Lambda's price that is not paid, 0 to 1, by account; {@code *} for all others
 * @param init     INIT where no platform report tells it
 */
public record PriceBook(Tariff list, Map<String, Tariff> own, Map<String, Double> discount, InitShare init)
        implements Serializable {

    /** The key of the discount that all other accounts have. */
    public static final String OTHERS = "*";

    public static PriceBook of(Tariff list) {
        return new PriceBook(list, Map.of(), Map.of(), InitShare.ASSUMED);
    }

    Tariff tariff(String account) {
        return own.getOrDefault(account, list);
    }

    /** The prices of a line; those of the dearest region where the table lacks its region. */
    RegionTariff region(Usage u) {
        Tariff tariff = tariff(u.account());
        RegionTariff region = tariff.regions().get(u.region());
        return region != null ? region : tariff.regions().get(tariff.dearest());
    }

    boolean knows(Usage u) {
        return tariff(u.account()).regions().containsKey(u.region());
    }

    /** What is left of an amount after the account's discount. */
    long discounted(String account, long nano) {
        double off = discount.getOrDefault(account, discount.getOrDefault(OTHERS, 0.0));
        return nano - Math.round(nano * off);
    }
}
