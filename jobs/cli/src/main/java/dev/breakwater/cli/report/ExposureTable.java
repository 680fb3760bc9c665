package dev.breakwater.cli.report;

import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.entry.Invoker;
import dev.breakwater.report.Wording;
import java.util.List;

/** All functions, one a row, by risk. */
final class ExposureTable {

    private static final String[] NUMBERS = {"USD/hour", "night", "weekend", "at once"};
    private static final int INVOKERS_SHOWN = 3;

    private ExposureTable() {}

    static void draw(Markup page, List<FunctionExposure> functions) {
        if (functions.isEmpty()) return;
        page.open("section", "id", "table").leaf("h2", "All functions, by risk").open("div", "class", "wide");
        page.open("table").open("thead").open("tr");
        page.leaf("th", "function", "scope", "col", "class", "text")
                .leaf("th", "risk", "scope", "col", "class", "text");
        for (String name : NUMBERS) page.leaf("th", name, "scope", "col");
        page.leaf("th", "limited by", "scope", "col", "class", "text");
        page.leaf("th", "who can start it", "scope", "col", "class", "text");
        page.close().close().open("tbody");
        for (FunctionExposure f : functions) row(page, f);
        page.close().close().close().close();
    }

    private static void row(Markup page, FunctionExposure f) {
        page.open("tr").leaf("th", f.key().function(), "scope", "row", "class", "text");
        page.open("td", "class", "text");
        page.leaf("span", RiskStyle.name(f.risk()), "class", "badge " + RiskStyle.of(f.risk()))
                .close();
        page.leaf("td", Wording.usd(f.cost().usdPerHour()))
                .leaf("td", Wording.usd(f.cost().usdPerNight()));
        page.leaf("td", Wording.usd(f.cost().usdPerWeekend()))
                .leaf("td", Wording.number(f.cap().concurrency()));
        page.leaf("td", f.cap().reason().wire(), "class", "text");
        page.leaf("td", who(f.invokers()), "class", "text who").close();
    }

    private static String who(List<Invoker> invokers) {
        if (invokers.isEmpty()) return "nobody that is known";
        String shown = String.join(
                "; ", invokers.stream().limit(INVOKERS_SHOWN).map(Invoker::text).toList());
        int more = invokers.size() - INVOKERS_SHOWN;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }
}
