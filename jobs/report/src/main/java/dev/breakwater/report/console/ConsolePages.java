package dev.breakwater.report.console;

import dev.breakwater.report.Pages;
import java.time.Instant;
import java.util.Locale;

/** The pages of the console. The pages are rendered for each request. */
public final class ConsolePages {

    /** The script in the browser, which shows changes without a reload. Without scripts, people reload the page. */
    public static final String SCRIPT = Pages.resource("console.js");

    private ConsolePages() {}

    /** A page and its place in the navigation. */
    public enum Page {
        FLEET("Fleet", "./"),
        INCIDENTS("Incidents", "incidents"),
        LEASES("Leases", "leases"),
        BUDGETS("Budgets", "budgets"),
        JOB("Health", "job");

        private final String title;
        private final String path;

        Page(String title, String path) {
            this.title = title;
            this.path = path;
        }

        public String title() {
            return title;
        }

        /** Returns the page's address, relative to any other page of the console. */
        public String path() {
            return path;
        }
    }

    /**
     * The data of a page.
     *
     * @param now  time at which the page is made
     * @param acts whether people may act through this server
     */
    public record View(Page page, ConsoleState state, Query query, Instant now, boolean acts) {}

    /**
     * Returns the warning on an incident's page that the job is silent, with the times at which limits end. The warning
     * is empty while the job reports.
     *
     * @param incident the id of the incident
     */
    public static String silent(ConsoleState state, String incident) {
        return state.job().silent() ? Pages.render("part/silent.jte", state.of(incident)) : "";
    }

    public static String of(View view) {
        return Pages.render("console/" + view.page().name().toLowerCase(Locale.ROOT) + ".jte", view);
    }
}
