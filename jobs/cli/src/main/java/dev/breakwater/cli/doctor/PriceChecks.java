package dev.breakwater.cli.doctor;

import dev.breakwater.config.model.Settings;
import dev.breakwater.config.prices.PriceSheet;
import dev.breakwater.config.prices.PriceSheets;
import dev.breakwater.config.read.Loaded;
import dev.breakwater.guard.live.Place;
import java.util.List;

/** Whether the price table has every region, the one of the ambient credentials too, which the file does not name. */
final class PriceChecks {

    private PriceChecks() {}

    static void check(Settings settings, List<Place> places, Findings findings) {
        for (Place place : places) {
            Where where = new Where(place.account(), place.region(), "");
            Loaded<PriceSheet> table = PriceSheets.load(settings, place.account());
            boolean priced =
                    table.problems().isEmpty() && table.value().regions().containsKey(place.region());
            Finding missing = Finding.missing(
                    "prices",
                    where,
                    "prices.file",
                    place.region() + " is not in the price table",
                    "the table's highest prices are used for it, so alerts come early and its figures are too high");
            findings.add(
                    priced
                            ? Finding.there("prices", where, "prices.file", place.region() + " is in the price table")
                            : settings.prices().assumeDearestRegion() ? missing.asOptional() : missing);
        }
    }
}
