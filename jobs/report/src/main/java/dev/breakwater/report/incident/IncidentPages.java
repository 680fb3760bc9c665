package dev.breakwater.report.incident;

import dev.breakwater.report.Pages;
import java.util.List;

/** The pages of incidents. Each page is a single file without scripts, and is readable on a phone at night. */
public final class IncidentPages {

    private IncidentPages() {}

    public static String of(IncidentStory story) {
        return Pages.render("incident.jte", story);
    }

    /** Returns the page of an incident that the job has forgotten, because the job started without state. */
    public static String lost(PageSummary summary) {
        return Pages.render("lost.jte", summary.lost());
    }

    /** @param rows the incidents, open incidents first, then the newest */
    public static String index(List<PageSummary> rows) {
        return Pages.render("incidents.jte", rows);
    }
}
