package dev.breakwater.config;

import java.util.List;

/** Holds the settings against their price tables: a table with mistakes, a region without prices. */
final class PriceCheck {
    private static final String REMEDY =
            "a price table of your own with it (copy the shipped one and name it in prices.file), or prices.assumeDearestRegion: on";

    private PriceCheck() {}

    static void check(Settings settings, Problems problems) {
        PriceResult all = PriceSheets.load(settings);
        report("prices.file", all, problems);
        for (int i = 0; i < settings.prices().accounts().size(); i++) {
            AccountPriceSettings account = settings.prices().accounts().get(i);
            if (!account.file().isEmpty()) {
                report("prices.accounts[" + i + "].file", PriceSheets.load(account.file()), problems);
            }
        }
        if (problems.count() == 0 && !settings.prices().assumeDearestRegion()) {
            regions(settings, problems);
        }
    }

    private static void report(String key, PriceResult table, Problems problems) {
        for (Problem problem : table.problems()) {
            problems.add(new Problem(key + ": " + problem.path(), problem.value(), problem.rule(), problem.remedy()));
        }
    }

    private static void regions(Settings settings, Problems problems) {
        for (int i = 0; i < settings.accounts().size(); i++) {
            AccountSettings account = settings.accounts().get(i);
            PriceSheet sheet = PriceSheets.load(settings, account.id()).sheet();
            List<String> regions = account.regions();
            for (int j = 0; j < regions.size(); j++) {
                if (!sheet.regions().containsKey(regions.get(j))) {
                    String path = "accounts[" + i + "].regions[" + j + "]";
                    problems.add(new Problem(path, regions.get(j), "has no prices", REMEDY));
                }
            }
        }
    }
}
