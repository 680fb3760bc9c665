package dev.breakwater.guard.convert;

import dev.breakwater.config.AccountPriceSettings;
import dev.breakwater.config.AddOnSettings;
import dev.breakwater.config.ArchitecturePrices;
import dev.breakwater.config.PriceSettings;
import dev.breakwater.config.PriceSheet;
import dev.breakwater.config.PriceSheets;
import dev.breakwater.config.PriceTier;
import dev.breakwater.config.RegionPrices;
import dev.breakwater.config.Settings;
import dev.breakwater.core.calibrate.CalibrationTerms;
import dev.breakwater.core.cost.AddOns;
import dev.breakwater.core.cost.Amounts;
import dev.breakwater.core.cost.ComputeTariff;
import dev.breakwater.core.cost.InitShare;
import dev.breakwater.core.cost.PriceBook;
import dev.breakwater.core.cost.PriceTable;
import dev.breakwater.core.cost.RegionTariff;
import dev.breakwater.core.cost.Tariff;
import dev.breakwater.core.cost.Tier;
import dev.breakwater.core.policy.Match;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prices from the configuration. */
public final class PriceBooks {

    private PriceBooks() {}

    /** What makes a month's bill: all tiers, the free tier, discounts. */
    public static PriceBook of(Settings settings) {
        Map<String, Tariff> own = new HashMap<>();
        Map<String, Double> discounts = new HashMap<>();
        discounts.put(PriceBook.OTHERS, settings.prices().discount());
        for (AccountPriceSettings account : settings.prices().accounts()) {
            discounts.put(account.id(), account.discount());
            if (!account.file().isEmpty()) own.put(account.id(), tariff(sheet(settings, account.id())));
        }
        InitShare init =
                new InitShare(settings.prices().initShare(), settings.prices().initShareError());
        return new PriceBook(tariff(PriceSheets.load(settings).sheet()), own, discounts, init);
    }

    /** What prices a minute. A region that the sheet lacks is priced as the dearest one: rather an alarm too many. */
    static PriceTable table(Settings settings) {
        Map<String, PriceTable> own = new HashMap<>();
        for (AccountPriceSettings account : settings.prices().accounts()) {
            own.put(
                    account.id(),
                    table(settings, sheet(settings, account.id()), account.discount(), Map.of(), List.of()));
        }
        List<PriceTable.AddOnRule> addOns =
                settings.prices().addOns().stream().map(PriceBooks::addOns).toList();
        return table(
                settings, PriceSheets.load(settings).sheet(), settings.prices().discount(), own, addOns);
    }

    /** What may make Lambda's bill differ from what the minutes were priced. */
    static CalibrationTerms calibration(Settings settings) {
        PriceSettings p = settings.prices();
        InitShare init = new InitShare(p.initShare(), p.initShareError());
        boolean addOns = !p.addOns().isEmpty();
        return new CalibrationTerms(init, p.otherRegions(), p.savingsPlan(), addOns, p.unexplained());
    }

    private static PriceSheet sheet(Settings settings, String account) {
        return PriceSheets.load(settings, account).sheet();
    }

    private static PriceTable table(
            Settings settings,
            PriceSheet sheet,
            double discount,
            Map<String, PriceTable> own,
            List<PriceTable.AddOnRule> addOns) {
        Map<String, Double> requests = new HashMap<>();
        Map<String, Double> gbSeconds = new HashMap<>();
        for (Map.Entry<String, RegionPrices> e : sheet.regions().entrySet()) {
            RegionPrices prices = e.getValue();
            requests.put(e.getKey(), prices.requestUsd());
            gbSeconds.put(e.getKey() + "/x86_64", prices.x86().firstGbSecondUsd());
            gbSeconds.put(e.getKey() + "/arm64", prices.arm().firstGbSecondUsd());
        }
        int memoryMb = settings.prices().assumedMemoryMb();
        return new PriceTable(requests, gbSeconds, tariff(sheet).dearest(), discount, memoryMb, own, addOns);
    }

    private static PriceTable.AddOnRule addOns(AddOnSettings s) {
        Match match = new Match(s.match().function(), new HashMap<>(s.match().tags()));
        AddOns addOns = new AddOns(
                s.logKbPerInvocation(),
                s.logUsdPerGb(),
                s.egressKbPerInvocation(),
                s.egressUsdPerGb(),
                s.gatewayUsdPerMillion(),
                s.usdPerInvocation());
        return new PriceTable.AddOnRule(match, addOns);
    }

    private static Tariff tariff(PriceSheet sheet) {
        Map<String, RegionTariff> regions = new HashMap<>();
        sheet.regions().forEach((name, prices) -> regions.put(name, region(prices)));
        return new Tariff(regions, sheet.freeTier().requests(), sheet.freeTier().gbSeconds());
    }

    private static RegionTariff region(RegionPrices prices) {
        return new RegionTariff(
                Amounts.pico(prices.requestUsd()),
                Amounts.pico(prices.ephemeralGbSecondUsd()),
                compute(prices.x86()),
                compute(prices.arm()));
    }

    private static ComputeTariff compute(ArchitecturePrices prices) {
        List<Tier> tiers = prices.tiers().stream().map(PriceBooks::tier).toList();
        return new ComputeTariff(
                tiers,
                Amounts.pico(prices.provisionedGbSecondUsd()),
                Amounts.pico(prices.provisionedRunningGbSecondUsd()));
    }

    private static Tier tier(PriceTier tier) {
        boolean last = Double.isInfinite(tier.upToGbSeconds());
        return new Tier(last ? Long.MAX_VALUE : Math.round(tier.upToGbSeconds()), Amounts.pico(tier.usd()));
    }
}
