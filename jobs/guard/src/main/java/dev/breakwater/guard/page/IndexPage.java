package dev.breakwater.guard.page;

import java.util.List;

/** The newest incidents, those first that somebody may have to do something about. */
final class IndexPage {

    private static final int MOST = 500;
    private static final String CSS = Pages.styleSheet(IndexPage.class, "incident.css");

    private IndexPage() {}

    /** @param rows open ones first, then the newest */
    static String render(List<PageSummary> rows) {
        Markup page = new Markup();
        Marked.begin(page, "index", "Incidents · Breakwater", CSS);
        long live = rows.stream().filter(r -> r.state().live()).count();
        page.open("header").leaf("p", "Breakwater", "class", "over");
        page.leaf("h1", live == 0 ? "No incident is open" : Wording.count(live, "incident") + " open");
        page.close().open("ul", "class", "rows");
        rows.stream().limit(MOST).forEach(row -> row(page, row));
        page.close().open("footer");
        int left = rows.size() - MOST;
        if (left > 0) page.leaf("p", Wording.count(left, "older page") + " in this folder.", "class", "quiet");
        page.leaf("p", "All times UTC.", "class", "quiet").close();
        return Marked.end(page);
    }

    private static void row(Markup page, PageSummary row) {
        page.open("li").leaf("a", row.title(), "href", row.page() + ".html");
        page.open("p", "class", "badges");
        IncidentPage.badges(page, row);
        page.close().open("p", "class", "quiet");
        IncidentPage.time(page, row.since());
        if (!row.state().live()) {
            page.text(" to ");
            IncidentPage.time(page, row.until());
        }
        if (!row.usd().isEmpty()) page.text(" · " + MoneySection.dollars(row.usd()) + " excess");
        page.text(" · " + row.place()).close().close();
    }
}
