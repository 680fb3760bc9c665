package dev.breakwater.cli.exposure;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What was assumed, one line each. */
final class Notes {

    private Notes() {}

    static List<String> of(ExposureInput reading, SheetRates rates, boolean history) {
        List<String> notes = new ArrayList<>();
        notes.add("prices: " + rates.source() + ", in " + rates.currency()
                + ", first tier, without the free tier; logs, data transfer and what the functions call come on top");
        TreeSet<String> unpriced = new TreeSet<>();
        reading.accounts().stream().filter(a -> !rates.has(a.region())).forEach(a -> unpriced.add(a.region()));
        unpriced.forEach(r -> notes.add("the price table has no region " + r + ": its most expensive region is used"));
        if (!history) notes.add("no history: give --history DIR for suggested reservations and unused functions");
        return notes;
    }
}
