package dev.breakwater.cli.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    private static final String LOADS_NOTHING = "default-src 'none'; style-src 'unsafe-inline'";

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
        head(page, "Breakwater report", styleSheet("report.css"));
        page.open("body").open("main");
        Headline.draw(page, story);
        Timeline.draw(page, story);
        cards(page, story);
        IncidentTable.draw(page, story);
        Footnotes.draw(page, story);
        page.close().close().close();
        return "<!DOCTYPE html>\n" + page.finish();
    }

    static void head(Markup page, String title, String css) {
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", LOADS_NOTHING);
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.leaf("title", title).style(css).close();
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

    static String styleSheet(String name) {
        try (InputStream css = ReportPage.class.getResourceAsStream(name)) {
            if (css == null) throw new FileNotFoundException("not in this build: " + name);
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
