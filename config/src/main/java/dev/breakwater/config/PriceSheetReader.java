package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a price table. */
final class PriceSheetReader {
    private static final String VERSION = "breakwater.dev/prices-v1";
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern DATE = Pattern.compile("20[0-9]{2}-[01][0-9]-[0-3][0-9]");
    private static final Pattern SOURCE = Pattern.compile("(?s).{1,200}");
    // A hundred times today's prices: beyond that somebody mixed up units.
    private static final Range PER_MILLION = new Range(0, 20);
    private static final Range GB_SECOND = new Range(0, 0.002);
    private static final Range UP_TO = new Range(1, 1e15);
    private static final Range FREE = new Range(0, 1_000_000_000);

    private PriceSheetReader() {}

    static PriceSheet sheet(Section root) {
        Scalars scalars = root.scalars();
        scalars.required("apiVersion", Pattern.compile(Pattern.quote(VERSION)), VERSION);
        PriceSheet sheet = new PriceSheet(
                scalars.required("currency", CURRENCY, "three letters, like USD"),
                scalars.required("date", DATE, "the day the prices were read, like 2026-08-01"),
                scalars.required("source", SOURCE, "where the prices were read"),
                freeTier(root),
                regions(root));
        root.done();
        return sheet;
    }

    private static FreeTier freeTier(Section root) {
        Section section = root.child("freeTier");
        FreeTier free = new FreeTier(
                section.scalars().count("requests", 0, FREE), section.scalars().count("gbSeconds", 0, FREE));
        section.done();
        return free;
    }

    private static Map<String, RegionPrices> regions(Section root) {
        Section section = root.child("regions");
        Map<String, RegionPrices> regions = new TreeMap<>();
        section.names().forEach(name -> regions.put(name, region(section.child(name))));
        if (section.clean() && regions.isEmpty()) {
            root.missing("regions", "at least one region with its prices");
        }
        return regions;
    }

    private static RegionPrices region(Section section) {
        RegionPrices region = new RegionPrices(
                price(section, "requestsPerMillion", PER_MILLION) / 1e6,
                price(section, "ephemeralGbSecond", GB_SECOND),
                architecture(section.child("x86_64")),
                architecture(section.child("arm64")));
        section.done();
        return region;
    }

    private static ArchitecturePrices architecture(Section section) {
        ArchitecturePrices prices = new ArchitecturePrices(
                tiers(section),
                price(section, "provisionedGbSecond", GB_SECOND),
                price(section, "provisionedRunningGbSecond", GB_SECOND));
        section.done();
        return prices;
    }

    private static List<PriceTier> tiers(Section section) {
        List<Section> sections = section.children("gbSecond");
        List<PriceTier> tiers = new ArrayList<>();
        double below = 0;
        for (int i = 0; i < sections.size(); i++) {
            PriceTier tier = tier(sections.get(i), i == sections.size() - 1);
            if (tier.upToGbSeconds() <= below) {
                sections.get(i).problem("upTo", Range.plain(tier.upToGbSeconds()), "tiers must rise", "them in order");
            }
            below = tier.upToGbSeconds();
            tiers.add(tier);
        }
        if (tiers.isEmpty()) {
            section.missing("gbSecond", "at least one entry like - { usd: 0.0000166667 }");
        }
        return tiers;
    }

    private static PriceTier tier(Section section, boolean last) {
        if (last == section.has("upTo")) {
            String found = last ? "upTo" : "no upTo";
            section.problem("upTo", found, "all tiers but the last have an end", "upTo in all entries but the last");
        }
        double upTo = section.scalars().number("upTo", Double.POSITIVE_INFINITY, UP_TO);
        PriceTier tier = new PriceTier(last ? Double.POSITIVE_INFINITY : upTo, price(section, "usd", GB_SECOND));
        section.done();
        return tier;
    }

    private static double price(Section section, String key, Range range) {
        if (!section.has(key)) {
            section.missing(key, "a price " + range);
        }
        return section.scalars().number(key, 0, range);
    }
}
