package dev.breakwater.cli.exposure;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.read.Document.Loaded;
import dev.breakwater.exposure.Cost.Rates;
import dev.breakwater.exposure.model.FunctionId;
import dev.breakwater.report.Wording;
import java.util.HashMap;
import java.util.Map;

/** The prices of the first tier, as each account pays them; an account may have its own price table and discount. */
final class SheetRates implements Rates {

    /** A price table, and the share of its prices that the account pays. */
    private record Paid(PriceSheet sheet, double share) {}

    private final Paid all;
    private final Map<String, Paid> own = new HashMap<>();

    private SheetRates(Settings settings) {
        all = new Paid(read(PriceSheet.load(settings)), 1 - settings.prices().discount());
        for (PriceSettings.Account a : settings.prices().accounts()) {
            own.put(a.id(), new Paid(read(PriceSheet.load(settings, a.id())), 1 - a.discount()));
        }
    }

    static SheetRates of(Settings settings) {
        return new SheetRates(settings);
    }

    private static PriceSheet read(Loaded<PriceSheet> table) {
        if (table.problems().isEmpty()) return table.value();
        throw Refusal.error("price table: " + table.problems().get(0));
    }

    private Paid of(String account) {
        return own.getOrDefault(account, all);
    }

    @Override
    public double usdPerGbSecond(FunctionId function, String architecture) {
        Paid paid = of(function.account());
        return paid.sheet.regionOrMostExpensive(function.region()).gbSecondUsd(architecture) * paid.share;
    }

    @Override
    public double usdPerRequest(FunctionId function) {
        Paid paid = of(function.account());
        return paid.sheet.regionOrMostExpensive(function.region()).requestUsd() * paid.share;
    }

    /**
     * Returns, as text for people, the account's discount and the source of its prices in a region (or in the region's
     * substitute).
     */
    String source(String account, String region) {
        Paid paid = of(account);
        String less =
                paid.share == 1 ? "" : ", less " + Wording.number(Math.round(1e4 * (1 - paid.share)) / 100.0) + " %";
        return paid.sheet.sourceOf(region) + less;
    }
}
