package dev.breakwater.report.console;

import dev.breakwater.report.Pages;
import java.time.Instant;
import java.util.Locale;

/**
 * A page of the console, which is rendered for each request.
 *
 * @param now  time at which the page is made
 * @param acts whether people may act through this server
 */
public record ConsolePage(Page page, ConsoleState state, Query query, Instant now, boolean acts) {

    /**
     * The script that runs in the browser and shows changes without a reload. If scripts are off, people must reload
     * the page.
     */
    public static final String SCRIPT = Pages.resource("console.js");

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

    public String html() {
        return Pages.render("console/" + page.name().toLowerCase(Locale.ROOT) + ".jte", this);
    }
}
