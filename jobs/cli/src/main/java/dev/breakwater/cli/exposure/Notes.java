package dev.breakwater.cli.exposure;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The assumptions behind the figures, one line each. */
final class Notes {

    private Notes() {}

    static List<String> of(ExposureInput reading, SheetRates rates, boolean history) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "prices are in USD, at the first tier, without the free tier; logs, data transfer and other "
                        + "services are extra");
        TreeMap<String, TreeSet<String>> sources = new TreeMap<>();
        reading.accounts()
                .forEach(a -> sources.computeIfAbsent(rates.source(a.account(), a.region()), k -> new TreeSet<>())
                        .add(a.account() + " " + a.region()));
        sources.forEach((source, places) -> notes.add("prices of " + String.join(", ", places) + ": " + source));
        if (!history) notes.add("there is no history; use --history DIR to get suggested reservations and unused "
                + "functions");
        return notes;
    }
}
