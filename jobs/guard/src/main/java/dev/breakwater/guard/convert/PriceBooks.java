package dev.breakwater.guard.convert;

import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.prices.PriceSheets;
import dev.breakwater.core.calibrate.CalibrationTerms;
import dev.breakwater.core.calibrate.CalibrationTerms.InitShare;
import dev.breakwater.core.cost.PriceTable;
import dev.breakwater.core.cost.PriceTable.AddOns;
import dev.breakwater.core.policy.Match;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prices from the configuration. */
final class PriceBooks {

    private PriceBooks() {}

    /**
     * The price table of the settings. A region that the sheet lacks pays the highest prices of all regions, because an
     * alarm too many is better than one too few.
     */
    static PriceTable table(Settings settings) {
        Map<String, PriceTable> own = new HashMap<>();
        for (PriceSettings.Account account : settings.prices().accounts()) {
            own.put(
                    account.id(),
                    table(settings, sheet(settings, account.id()), account.discount(), Map.of(), List.of()));
        }
        List<PriceTable.AddOnRule> addOns =
                settings.prices().addOns().stream().map(PriceBooks::addOns).toList();
        return table(
                settings, PriceSheets.load(settings).value(), settings.prices().discount(), own, addOns);
    }

    /** The known reasons for a difference between Lambda's bill and our count. */
    static CalibrationTerms calibration(Settings settings) {
        PriceSettings p = settings.prices();
        InitShare init = new InitShare(p.initShare(), p.initShareError());
        return new CalibrationTerms(init, p.otherRegions(), p.savingsPlan(), p.unexplained());
    }

    private static PriceSheet sheet(Settings settings, String account) {
        return PriceSheets.load(settings, account).value();
    }

    private static PriceTable table(
            Settings settings,
            PriceSheet sheet,
            double discount,
            Map<String, PriceTable> own,
            List<PriceTable.AddOnRule> addOns) {
        Map<String, PriceTable.Region> regions = new HashMap<>();
        sheet.regions().forEach((name, prices) -> regions.put(name, region(prices)));
        int memoryMb = settings.prices().assumedMemoryMb();
        return new PriceTable(
                regions, region(sheet.mostExpensive()), sheet.roundsUpToMs(), discount, memoryMb, own, addOns);
    }

    private static PriceTable.Region region(PriceSheet.Region prices) {
        return new PriceTable.Region(prices.requestUsd(), prices.x86(), prices.arm());
    }

    private static PriceTable.AddOnRule addOns(PriceSettings.AddOn s) {
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
}
