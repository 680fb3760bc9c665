package dev.breakwater.config;

import java.time.Duration;

/** Reads {@code source} and {@code inventory}. */
final class SourceReader {
    private static final Range MONTHLY_USD = new Range(0, 1_000_000);

    private SourceReader() {}

    static SourceSettings source(Section root, Places places) {
        Section section = root.child("source");
        SourceSettings source = new SourceSettings(cloudwatch(section), landing(section, places));
        boolean none = !section.has("cloudwatch") && !section.has("landing");
        if (none && root.value("source").map(value -> value.isObject()).orElse(!root.has("source"))) {
            root.missing("source", "at least one of cloudwatch and landing below it");
        }
        section.done();
        return source;
    }

    private static CloudWatchSettings cloudwatch(Section source) {
        Section section = source.child("cloudwatch");
        Duration every = section.scalars().duration("every", "1m", "1m", "1h");
        if (every.toSecondsPart() != 0) {
            section.problem("every", Durations.text(every), "must be whole minutes", every.toMinutes() + "m");
        }
        CloudWatchSettings cloudwatch = new CloudWatchSettings(
                source.has("cloudwatch"),
                every,
                section.scalars().duration("bootstrap", "14d", "0s", "15d"),
                section.scalars().number("usdPerMonthAtMost", 50, MONTHLY_USD));
        section.done();
        return cloudwatch;
    }

    private static LandingPlace landing(Section source, Places places) {
        Section section = source.child("landing");
        LandingPlace landing = new LandingPlace(places.localOrS3(section, "path", ""));
        if (source.has("landing") && section.clean() && landing.path().isEmpty()) {
            section.missing("path", "a local folder, or s3://bucket/prefix/");
        }
        section.done();
        return landing;
    }

    static InventorySettings inventory(Section root) {
        Section section = root.child("inventory");
        InventorySettings inventory = new InventorySettings(section.scalars().duration("every", "5m", "1m", "24h"));
        section.done();
        return inventory;
    }
}
