package dev.breakwater.cli.report;

import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.model.Gap;
import java.util.List;

/** Functions to look at, what they could do in the wrong hands, what could not be read, and how to read the page. */
final class ExposureLists {

    private static final int NAMES_AT_MOST = 200;

    private ExposureLists() {}

    static void draw(Markup page, ExposureReport report) {
        lists(page, report);
        could(page, report.flagged(Flag.WIDE));
        gaps(page, report);
        reading(page);
    }

    private static void lists(Markup page, ExposureReport report) {
        page.open("section", "id", "lists").leaf("h2", "Worth a look");
        for (Flag flag : List.of(Flag.NEW, Flag.UNUSED, Flag.UNTAGGED)) {
            page.open("p")
                    .leaf("b", flag.text())
                    .text(": " + names(report, flag))
                    .close();
        }
        page.close();
    }

    private static String names(ExposureReport report, Flag flag) {
        if (!report.known(flag)) return "not known";
        List<String> names =
                report.flagged(flag).stream().map(f -> f.key().function()).toList();
        if (names.isEmpty()) return "none";
        int more = names.size() - NAMES_AT_MOST;
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_AT_MOST, names.size())));
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static void could(Markup page, List<FunctionExposure> wide) {
        if (wide.isEmpty()) return;
        page.open("section", "id", "could").leaf("h2", "If it were compromised, what could it do?");
        page.open("div", "class", "wide").open("table").open("tbody");
        for (FunctionExposure f : wide) {
            page.open("tr").leaf("th", f.key().function(), "scope", "row", "class", "text");
            page.leaf("td", String.join("; ", f.couldDo()), "class", "text who").close();
        }
        page.close().close().close().close();
    }

    private static void gaps(Markup page, ExposureReport report) {
        page.open("section", "id", "gaps").leaf("h2", "What this rests on").open("ul", "class", "who");
        for (Gap gap : report.gaps()) page.leaf("li", "not read: " + gap.text(), "class", "warn");
        for (String note : report.notes()) page.leaf("li", note);
        page.close().close();
    }

    private static void reading(Markup page) {
        page.open("footer").leaf("h2", "How to read this").open("ul");
        page.leaf(
                "li",
                "The cost is that of a whole hour at the limit, with ten requests a second for each execution at once: what"
                        + " Lambda lets through, not what is expected.");
        page.leaf(
                "li",
                "The limit is the function's own reservation, else the account's limit less all reservations; less only where"
                        + " event source mappings with a maximum are all that is known to start it.");
        page.leaf(
                "li",
                "Whoever has lambda:InvokeFunction in the account (people, schedulers, state machines) can start a function"
                        + " too: that is not in its policy and not seen here.");
        page.leaf(
                "li",
                "A loop is as sure as its least sure step. Subscriptions between topics, queues and buses, rules of the default"
                        + " bus, and what the code does are not read, so there may be more loops.");
        page.close().close();
    }
}
