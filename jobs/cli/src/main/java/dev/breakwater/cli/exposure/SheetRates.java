package dev.breakwater.cli.exposure;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.prices.PriceSheets;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.exposure.Cost.Rates;

/** The configured price table, first tier, discount taken off. A region that it lacks is priced as its dearest. */
final class SheetRates implements Rates {

    private static final String ARM = "arm64";

    private final PriceSheet sheet;
    private final double share;

    private SheetRates(PriceSheet sheet, double discount) {
        this.sheet = sheet;
        this.share = 1 - discount;
    }

    static SheetRates of(Settings settings) {
        Loaded<PriceSheet> result = PriceSheets.load(settings);
        if (!result.problems().isEmpty()) {
            throw Refusal.error("price table: " + result.problems().get(0));
        }
        return new SheetRates(result.value(), settings.prices().discount());
    }

    @Override
    public double usdPerGbSecond(String region, String architecture) {
        PriceSheet.Region prices = sheet.regionOrDearest(region);
        return (architecture.equals(ARM) ? prices.arm() : prices.x86()).firstGbSecondUsd() * share;
    }

    @Override
    public double usdPerRequest(String region) {
        return sheet.regionOrDearest(region).requestUsd() * share;
    }

    boolean has(String region) {
        return sheet.regions().containsKey(region);
    }

    /** For people: where the prices come from. */
    String source() {
        return sheet.source() + ", " + sheet.date();
    }

    String currency() {
        return sheet.currency();
    }
}
