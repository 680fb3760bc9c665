package dev.breakwater.cli.report;

import dev.breakwater.report.Wording;
import java.util.Map;

/** What was read and refused, what was decided how often, and how to read the page. */
final class Footnotes {

    private Footnotes() {}

    static void draw(Markup page, RunStory story) {
        input(page, story);
        decisions(page, story);
        reading(page);
    }

    private static void input(Markup page, RunStory story) {
        page.open("section", "id", "input").leaf("h2", "Input").open("dl", "class", "facts");
        fact(page, story, "samples", "samples read");
        fact(page, story, "functions", "functions");
        fact(page, story, "rejects", "rejects");
        fact(page, story, "late", "late samples");
        fact(page, story, "recordsPerSecond", "samples a second");
        fact(page, story, "wallSeconds", "seconds of work");
        page.close();
        if (story.unreadable > 0) {
            String lines = Wording.count(story.unreadable, "line") + " of the run's own files could not be read.";
            page.leaf("p", lines, "class", "warn");
        }
        page.close();
    }

    private static void fact(Markup page, RunStory story, String field, String name) {
        String value = story.summary.has(field)
                ? Wording.number(story.summary.get(field).asDouble())
                : "not told";
        page.open("div").leaf("dt", name).leaf("dd", value).close();
    }

    private static void decisions(Markup page, RunStory story) {
        if (story.decisions.isEmpty()) return;
        page.open("details").leaf("summary", "What was decided, and how often");
        page.open("table", "class", "small").open("tbody");
        for (Map.Entry<String, Long> decision : story.decisions.entrySet()) {
            page.open("tr").leaf("th", decision.getKey(), "scope", "row");
            page.leaf("td", Wording.number(decision.getValue())).close();
        }
        page.close().close().close();
    }

    private static void reading(Markup page) {
        page.open("footer").leaf("h2", "How to read this");
        page.open("ul");
        page.leaf(
                "li",
                "Demand is invocations plus throttled calls, so an attack that is being held still shows. The shaded band is"
                        + " what was expected at that time of day, the thin line its middle; what rises above the band is tinted.");
        page.leaf("li", "A thinned plot shows the largest value of the minutes that a point stands for.");
        page.leaf(
                "li",
                "Detected and paged are the end of the last minute whose samples the decision used. Metrics reach a"
                        + " watcher one to four minutes later; that delay comes on top.");
        page.leaf(
                "li",
                "Excess is the cost above the expected from onset to end. Averted is what the calls above the limit would have"
                        + " cost while a throttle was held. In a replay or a demo nothing is really throttled: what was recorded does not"
                        + " change, so averted is an estimate and the plots show demand as it came.");
        page.leaf(
                "li",
                "Costs are Lambda's compute and requests; logs, data transfer and what a function calls are not in them.");
        page.close().close();
    }
}
