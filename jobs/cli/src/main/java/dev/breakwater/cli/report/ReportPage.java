package dev.breakwater.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code report.html} of a run: one file that loads nothing, made from {@code incidents.jsonl}, {@code plots.jsonl},
 * {@code alarms.jsonl}, {@code decisions.jsonl} and {@code summary.json}. The same files give the same bytes.
 */
public final class ReportPage {

    /** The dearest incidents get a card; a page of thousands of plots opens in no browser. */
    private static final int CARDS_AT_MOST = 200;

    private ReportPage() {}

    /**
     * Reads the files of the folder and writes {@code report.html} beside them.
     *
     * @param out the {@code --out} folder of a run; files that are missing count as empty
     * @return the page's path
     * @throws IOException when a file cannot be read or the page not be written
     */
    public static Path write(Path out) throws IOException {
        return Files.writeString(out.resolve("report.html"), render(RunStory.read(out)));
    }

    static String render(RunStory story) {
        Markup page = new Markup();
        page.open("html", "lang", "en");
        page.head("Breakwater report");
        page.open("body").open("main");
        Headline.draw(page, story);
        Timeline.draw(page, story);
        cards(page, story);
        IncidentTable.draw(page, story);
        Footnotes.draw(page, story);
        page.close().close().close();
        return "<!DOCTYPE html>\n" + page.finish();
    }

    private static void cards(Markup page, RunStory story) {
        if (story.incidents.isEmpty()) return;
        Set<Incident> shown = new HashSet<>(dearest(story.incidents));
        page.open("section", "id", "incidents").leaf("h2", "Incidents");
        if (shown.size() < story.incidents.size()) {
            page.leaf(
                    "p", "The " + CARDS_AT_MOST + " with the largest excess; all are in the table.", "class", "quiet");
        }
        for (Incident incident : story.incidents) {
            if (shown.contains(incident)) IncidentCard.draw(page, incident, story.plots.get(incident.id()));
        }
        page.close();
    }

    private static List<Incident> dearest(List<Incident> incidents) {
        return incidents.stream()
                .sorted(Comparator.comparingDouble(Incident::excessUsd).reversed())
                .limit(CARDS_AT_MOST)
                .toList();
    }
}
