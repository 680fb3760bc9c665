package dev.breakwater.guard.convert;

import dev.breakwater.config.model.PriceSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.engine.calibrate.CalibrationTerms;
import dev.breakwater.engine.calibrate.CalibrationTerms.InitShare;
import dev.breakwater.engine.cost.PriceTable;
import dev.breakwater.engine.cost.PriceTable.AddOns;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.model.kind.PriceList;
import dev.breakwater.model.kind.PriceList.Compute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts the configured prices. */
public final class PriceBooks {

    private PriceBooks() {}

    /**
     * Returns the price table of the settings. A region that is missing in the price sheet gets the highest prices of
     * all regions, because a false alarm is better than a missed alarm.
     */
    public static PriceTable table(Settings settings) {
        Map<String, PriceList> own = new HashMap<>();
        for (PriceSettings.Account account : settings.prices().accounts()) {
            PriceSheet sheet = PriceSheet.load(settings, account.id()).value();
            own.put(account.id(), list(settings, sheet, account.discount()));
        }
        List<PriceTable.AddOnRule> addOns =
                settings.prices().addOns().stream().map(PriceBooks::addOns).toList();
        PriceSheet sheet = PriceSheet.load(settings).value();
        return new PriceTable(list(settings, sheet, settings.prices().discount()), own, addOns);
    }

    /** Returns the known reasons why Lambda's bill may differ from Breakwater's own count. */
    public static CalibrationTerms calibration(Settings settings) {
        PriceSettings p = settings.prices();
        InitShare init = new InitShare(p.initShare(), p.initShareError());
        return new CalibrationTerms(init, p.otherRegions(), p.savingsPlan(), p.unexplained());
    }

    private static PriceList list(Settings settings, PriceSheet sheet, double discount) {
        Map<String, PriceList.Region> regions = new HashMap<>();
        PriceSheet.Region most = sheet.mostExpensive();
        // an account's own price table may lack features that nobody used when the table was written
        PriceSheet.Region instead = most.orHigher(PriceSheet.shipped().mostExpensive());
        if (most.ephemeral() > 0 && most.provisionedX86() > 0 && most.onProvisionedX86() > 0) instead = most;
        for (Map.Entry<String, PriceSheet.Region> r : sheet.regions().entrySet())
            regions.put(r.getKey(), region(r.getValue(), instead));
        int memoryMb = settings.prices().assumedMemoryMb();
        return new PriceList(regions, region(most, instead), sheet.roundsUpToMs(), discount, memoryMb);
    }

    private static PriceList.Region region(PriceSheet.Region own, PriceSheet.Region instead) {
        return new PriceList.Region(
                own.requestUsd(),
                compute(own.x86(), own.provisionedX86(), own.onProvisionedX86(), own, instead),
                compute(own.arm(), own.provisionedArm(), own.onProvisionedArm(), own, instead));
    }

    /**
     * Returns the prices of an architecture. If the region lacks a price, the price of x86_64 or the highest known
     * price applies.
     */
    private static Compute compute(
            double onDemand, double ready, double onReady, PriceSheet.Region own, PriceSheet.Region instead) {
        boolean lacksStorage = own.ephemeral() == 0;
        boolean lacksReady = ready == 0 || onReady == 0;
        PriceSheet.Region other = own.provisionedX86() > 0 && own.onProvisionedX86() > 0 ? own : instead;
        return new Compute(
                onDemand,
                lacksStorage ? instead.ephemeral() : own.ephemeral(),
                lacksReady ? other.provisionedX86() : ready,
                lacksReady ? other.onProvisionedX86() : onReady,
                lacksStorage,
                lacksReady);
    }

    private static PriceTable.AddOnRule addOns(PriceSettings.AddOn s) {
        Match match = new Match(s.match().patterns(), new HashMap<>(s.match().tags()), Set.of());
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
