package dev.breakwater.guard.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.guard.page.PageSummary.State;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The page of an incident: one file that loads nothing and runs nothing, made to be read on a phone at night. */
final class IncidentPage {

    private static final String CSS = Pages.styleSheet(IncidentPage.class, "incident.css");

    /** Details that stand elsewhere on the page. */
    private static final Set<String> TOLD =
            Set.of("incident", "reason", "test", "explain_with", "proposed", "onset", "budget", "alarm");

    private static final String AGE =
            "Written anew each minute while it goes on: if that is more than five minutes ago,"
                    + " this page is late, and ./breakwater status -c FILE, which asks AWS, is right.";

    private final Markup page = new Markup();
    private final IncidentStory story;
    private final PageSummary summary;

    private IncidentPage(IncidentStory story) {
        this.story = story;
        this.summary = PageSummary.of(story);
    }

    static String render(IncidentStory story) {
        IncidentPage p = new IncidentPage(story);
        begin(p.page, p.summary);
        p.header();
        p.surges();
        new HeldSection(p.page, story).draw();
        new NowSection(p.page, story).draw();
        new MoneySection(p.page, story).draw();
        p.why();
        p.facts();
        new DoneSection(p.page, story).draw();
        return end(p.page);
    }

    /** What is left of an incident that the job no longer knows: it was started without its state. */
    static String lost(PageSummary s) {
        Markup page = new Markup();
        PageSummary lost = s.lost();
        begin(page, lost);
        head(page, lost);
        page.leaf(
                "p",
                "The job was started anew without what it knew of this incident. The ledger still has it: "
                        + "./breakwater explain " + s.page()
                        + " -c FILE. ./breakwater status -c FILE lists the throttles"
                        + " that are held.",
                "class",
                "reason");
        return end(page);
    }

    private static void begin(Markup page, PageSummary s) {
        Marked.begin(page, s.json(), s.title() + " · Breakwater", CSS);
    }

    private static String end(Markup page) {
        page.open("footer").open("p", "class", "quiet");
        page.text("All times UTC. ")
                .leaf("a", "All incidents", "href", "index.html")
                .close();
        page.close();
        return Marked.end(page);
    }

    private void header() {
        head(page, summary);
        page.leaf("p", story.alarm().path("summary").asText(), "class", "reason");
    }

    private static void head(Markup page, PageSummary s) {
        page.open("header").leaf("p", "Breakwater · incident " + s.page(), "class", "over");
        page.leaf("h1", s.title()).open("p", "class", "badges");
        badges(page, s);
        page.text(" ").leaf("span", s.place(), "class", "place").close();
        page.open("p", "class", "period").text("since ");
        time(page, s.since());
        page.text(s.state() == State.ENDED ? ", ended " : ", as of ");
        time(page, s.until());
        page.close();
        if (s.state().live()) page.leaf("p", AGE, "class", "quiet");
        page.close();
    }

    static void badges(Markup page, PageSummary s) {
        page.leaf(
                "span",
                s.state().text,
                "class",
                "badge state " + s.state().name().toLowerCase(Locale.ROOT));
        page.text(" ").leaf("span", s.severity(), "class", "badge " + s.severity());
    }

    static void time(Markup page, String iso) {
        page.leaf("time", minute(iso), "datetime", iso);
    }

    /** To the minute; as it is where it is no time. */
    static String minute(String iso) {
        try {
            return Wording.minute(Instant.parse(iso));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    /** What a fleet page tells of, the costliest first, each with how its limit stands. */
    private void surges() {
        if (!story.fleet() || story.ended()) return;
        page.open("section").leaf("h2", "What surges, the costliest first");
        page.leaf("p", "Places of throttles taken: " + story.detail("throttles_placed"), "class", "reason");
        page.open("ol", "class", "done");
        for (int i = 1; !story.detail("surge_" + i).isEmpty(); i++) surge(story.detail("surge_" + i));
        page.close();
        String more = story.detail("not_listed");
        if (!more.isEmpty()) page.leaf("p", more + " more are left out here.", "class", "quiet");
        page.close();
    }

    private void surge(String text) {
        int name = Math.max(0, text.indexOf(": "));
        page.open("li")
                .leaf("b", text.substring(0, name))
                .text(text.substring(name))
                .close();
    }

    private void why() {
        String test = story.detail("test");
        String reason = story.opened().isEmpty() ? story.detail("reason") : story.opened();
        if (test.isEmpty() && reason.isEmpty()) return;
        page.open("section").leaf("h2", "Why");
        if (!test.isEmpty()) page.leaf("p", test, "class", "reason");
        page.leaf("p", reason, "class", "reason");
        String planned = story.detail("planned");
        if (!planned.isEmpty()) page.leaf("p", "Expected: " + planned, "class", "reason");
        if (story.ended()) page.leaf("p", "Ended: " + story.detail("reason"), "class", "reason");
        if (!story.detail("observed_calls_per_minute").isEmpty()) figures();
        page.close();
    }

    /** What the alarm of anything but a surge says beside its money. */
    private void facts() {
        List<Map.Entry<String, JsonNode>> left = new ArrayList<>();
        story.alarm().path("details").properties().stream()
                .filter(d -> !MoneySection.MONEY.contains(d.getKey()) && !TOLD.contains(d.getKey()))
                .forEach(left::add);
        if (story.surge() || left.isEmpty()) return;
        page.open("section").leaf("h2", "Facts").open("dl", "class", "commands");
        for (Map.Entry<String, JsonNode> d : left) {
            page.open("div").leaf("dt", d.getKey().replace('_', ' '));
            page.leaf("dd", d.getValue().asText()).close();
        }
        page.close().close();
    }

    private void figures() {
        page.open("table", "class", "small").open("thead").open("tr");
        for (String name : new String[] {"", "observed", "expected"}) page.leaf("th", name, "scope", "col");
        page.close().close().open("tbody");
        row("calls a minute", "calls_per_minute");
        row("concurrency", "concurrency");
        row("USD an hour", "usd_per_hour");
        page.close().close();
    }

    private void row(String name, String detail) {
        page.open("tr").leaf("th", name, "scope", "row");
        page.leaf("td", MoneySection.grouped(story.detail("observed_" + detail)));
        page.leaf("td", MoneySection.grouped(story.detail("expected_" + detail)))
                .close();
    }
}
