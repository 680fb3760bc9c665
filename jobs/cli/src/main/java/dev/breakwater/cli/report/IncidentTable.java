package dev.breakwater.cli.report;

import dev.breakwater.report.Wording;
import java.time.Duration;
import java.time.Instant;

/** All incidents, one a row. */
final class IncidentTable {

    private static final String[] TEXTS = {"target", "kind", "severity", "onset"};
    private static final String[] NUMBERS = {"detected", "paged", "lasted", "excess", "averted", "throttles"};

    private IncidentTable() {}

    static void draw(Markup page, RunStory story) {
        if (story.incidents.isEmpty()) return;
        page.open("section", "id", "table").leaf("h2", "All incidents").open("div", "class", "wide");
        page.open("table").open("thead").open("tr");
        for (String name : TEXTS) page.leaf("th", name, "scope", "col", "class", "text");
        for (String name : NUMBERS) page.leaf("th", name, "scope", "col");
        page.close().close().open("tbody");
        for (Incident incident : story.incidents) row(page, incident);
        page.close().close().close().close();
    }

    private static void row(Markup page, Incident incident) {
        page.open("tr").open("th", "scope", "row", "class", "text");
        page.leaf("a", incident.target(), "href", "#" + IncidentCard.anchor(incident))
                .close();
        page.leaf("td", incident.kind(), "class", "text").leaf("td", incident.severity(), "class", "text");
        page.leaf("td", Wording.minute(incident.onset()), "class", "text");
        page.leaf("td", after(incident, incident.detected(), "never"))
                .leaf("td", after(incident, incident.paged(), "never"));
        page.leaf("td", incident.ended() == null ? "open" : lasted(incident));
        page.leaf("td", Wording.usd(incident.excessUsd())).leaf("td", Wording.usd(incident.avertedUsd()));
        page.leaf("td", Wording.number(incident.actions("throttle"))).close();
    }

    private static String after(Incident incident, Instant at, String never) {
        return at == null ? never : "+" + Wording.span(Duration.between(incident.onset(), at));
    }

    private static String lasted(Incident incident) {
        return Wording.span(Duration.between(incident.onset(), incident.ended()));
    }
}
