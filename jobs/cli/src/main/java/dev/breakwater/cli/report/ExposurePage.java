package dev.breakwater.cli.report;

import dev.breakwater.exposure.AccountExposure;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.Risk;
import dev.breakwater.report.Wording;
import java.util.List;

/** The worst case as one page that loads nothing. The same report gives the same bytes. */
public final class ExposurePage {

    /** A page of thousands of cards opens in no browser; the table has all. */
    private static final int CARDS_AT_MOST = 100;

    private ExposurePage() {}

    /** The whole page. */
    public static String of(ExposureReport report) {
        Markup page = new Markup();
        page.open("html", "lang", "en");
        page.head("Breakwater exposure");
        page.open("body").open("main");
        headline(page, report);
        ExposureBars.draw(page, report.functions());
        cards(page, report);
        LoopList.draw(page, report.exposure().loops());
        ExposureTable.draw(page, report.functions());
        ExposureLists.draw(page, report);
        page.close().close().close();
        return "<!DOCTYPE html>\n" + page.finish();
    }

    private static void headline(Markup page, ExposureReport report) {
        page.open("header").leaf("p", "Breakwater · exposure", "class", "over");
        page.leaf("h1", ExposureSentences.headline(report));
        for (AccountExposure a : report.exposure().accounts()) {
            page.leaf("p", ExposureSentences.account(a), "class", "period");
        }
        page.open("dl", "class", "figures");
        figure(page, "functions", Wording.number(report.functions().size()));
        figure(page, "public", count(report, Risk.PUBLIC));
        figure(page, "not known whether", Wording.number(unsure(report)));
        figure(page, "loops", Wording.number(report.exposure().loops().size()));
        double worst = report.exposure().highestUsdPerHour();
        figure(page, "at worst, an hour", Wording.usd(worst));
        figure(page, "a weekend of it", wholeUsd(48 * worst));
        page.close().close();
    }

    /** As wide as the column: cents of thousands say nothing. */
    private static String wholeUsd(double amount) {
        return amount < 1_000 ? Wording.usd(amount) : "$" + Wording.number(amount);
    }

    private static long unsure(ExposureReport report) {
        return report.functions().stream().filter(FunctionExposure::unsure).count();
    }

    private static String count(ExposureReport report, Risk risk) {
        long count = report.functions().stream().filter(f -> f.risk() == risk).count();
        return Wording.number(count);
    }

    private static void figure(Markup page, String name, String value) {
        page.open("div").leaf("dt", name).leaf("dd", value).close();
    }

    /** What anyone can start, and what can start itself. */
    private static void cards(Markup page, ExposureReport report) {
        List<FunctionExposure> near = report.functions().stream()
                .filter(f -> f.risk() == Risk.PUBLIC || f.risk() == Risk.LOOP)
                .toList();
        if (near.isEmpty()) return;
        page.open("section", "id", "near").leaf("h2", "Nearest to the worst case");
        if (near.size() > CARDS_AT_MOST) {
            page.leaf("p", "The first " + CARDS_AT_MOST + "; all are in the table.", "class", "quiet");
        }
        near.stream().limit(CARDS_AT_MOST).forEach(f -> ExposureCard.draw(page, f));
        page.close();
    }
}
