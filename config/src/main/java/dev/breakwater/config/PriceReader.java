package dev.breakwater.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code prices}, and finds the tables. */
final class PriceReader {
    private static final String INITIAL = "prices/2026-08.yaml";
    private static final Range SHARE = new Range(0, 1);
    private static final Range INIT = new Range(0, 10);

    private PriceReader() {}

    static PriceSettings prices(Section root, Places places) {
        Section section = root.child("prices");
        Scalars scalars = section.scalars();
        double discount = scalars.number("discount", 0, SHARE);
        PriceSettings prices = new PriceSettings(
                file(section, places, INITIAL),
                discount,
                scalars.count("assumedMemoryMb", 1024, new Range(128, 10_240)),
                scalars.flag("assumeDearestRegion", false),
                scalars.number("initShare", 0.02, INIT),
                scalars.number("initShareError", 0.02, INIT),
                scalars.number("otherRegions", 0, new Range(0, 100)),
                scalars.number("savingsPlan", 0, SHARE),
                scalars.number("unexplained", 0.05, new Range(0.01, 1)),
                accounts(section, places, discount),
                section.children("addOns").stream().map(PriceReader::addOns).toList());
        section.done();
        return prices;
    }

    private static List<AccountPriceSettings> accounts(Section prices, Places places, double discount) {
        List<AccountPriceSettings> accounts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Section section : prices.children("accounts")) {
            AccountPriceSettings account = new AccountPriceSettings(
                    AwsReader.id(section),
                    section.scalars().number("discount", discount, SHARE),
                    section.value("file").isPresent() ? file(section, places, "") : "");
            section.done();
            if (!account.id().isEmpty() && !seen.add(account.id())) {
                section.problem("id", account.id(), "accounts must be unique", "one entry with all that it pays");
            }
            accounts.add(account);
        }
        return accounts;
    }

    private static AddOnSettings addOns(Section section) {
        Scalars scalars = section.scalars();
        AddOnSettings addOns = new AddOnSettings(
                MatchReader.required(section),
                scalars.number("logKbPerInvocation", 0, new Range(0, 1_000_000)),
                scalars.number("logUsdPerGb", 0.5, new Range(0, 100)),
                scalars.number("egressKbPerInvocation", 0, new Range(0, 10_000_000)),
                scalars.number("egressUsdPerGb", 0.09, new Range(0, 100)),
                scalars.number("gatewayUsdPerMillion", 0, new Range(0, 1000)),
                scalars.number("usdPerInvocation", 0, new Range(0, 100)));
        section.done();
        return addOns;
    }

    /** The file as written if it exists, else the shipped table of that name, else a problem. */
    private static String file(Section section, Places places, String initial) {
        String resolved = places.local(section, "file", initial);
        if (!section.cleanAt("file") || Files.isRegularFile(Path.of(resolved))) {
            return resolved;
        }
        String written = section.value("file").map(value -> value.asText()).orElse(initial);
        Optional<String> shipped = PriceSheets.shipped(written);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        String remedy = INITIAL + ", or a price table that exists";
        section.problem("file", Shown.text(written), "there is no such file", remedy);
        return resolved;
    }
}
