package dev.breakwater.report.incident;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.breakwater.engine.control.Hold.Stage;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.Pages;
import dev.breakwater.report.Slower;
import dev.breakwater.report.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The summary of a page, for a line of the index. Each page begins with its summary. The index can therefore be rebuilt
 * from the folder, and Breakwater's files can be identified.
 *
 * @param page the page's name
 * @param title the event and its place as text
 * @param place  account and region
 * @param severity critical, error, warning or info
 * @param state  state of the incident
 * @param since  ISO 8601
 * @param until the end of the incident or, while it is open, its newest minute, in ISO 8601
 * @param usd    excess so far, or empty
 */
public record PageSummary(
        String page, String title, String place, String severity, State state, String since, String until, String usd) {

    public PageSummary {
        if (page == null || title == null || place == null || state == null || since == null || until == null) {
            throw new IllegalArgumentException("the file does not begin with a summary by Breakwater");
        }
        severity = severity(severity);
        usd = usd == null ? "" : usd;
    }

    /** The state of an incident. */
    public enum State {
        OPEN("open"),
        ACCEPTED("accepted"),
        HELD("over, throttle held"),
        RELEASING("over, throttle being given back"),
        ENDED("ended"),
        LOST("no longer followed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /** Returns whether somebody may still need to act. */
        public boolean live() {
            return this == OPEN || this == ACCEPTED || this == HELD || this == RELEASING;
        }
    }

    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
    private static final String START = "<!DOCTYPE html>\n<html data-breakwater-page=\"";
    private static final int LONGEST_MARK = 8192;
    private static final int LONGEST_NAME = 140;

    public static PageSummary of(IncidentStory story) {
        PageAlert a = story.alarm();
        return new PageSummary(
                story.page(),
                title(story),
                name(a.source()),
                a.severity(),
                state(story),
                story.since(),
                story.toldAt(),
                story.surge() ? story.incident().money().excessUsd().toPlainString() : "");
    }

    private static State state(IncidentStory story) {
        if (!story.over()) return story.accepted() == null ? State.OPEN : State.ACCEPTED;
        var standings = story.standings();
        if (standings.isEmpty()) return story.ended() ? State.ENDED : State.OPEN;
        return standings.stream().anyMatch(s -> s.stage() != Stage.RELEASING) ? State.HELD : State.RELEASING;
    }

    /** Returns the same summary, for a job that lost its state and no longer knows the incident. */
    public PageSummary lost() {
        return new PageSummary(page, title, place, severity, State.LOST, since, until, usd);
    }

    private static String title(IncidentStory story) {
        PageAlert a = story.alarm();
        String kind = a.kind();
        String budget = story.detail("budget");
        if (!budget.isEmpty()) return "budget " + name(budget) + ": " + story.detail("alarm");
        String component = a.component();
        String account = a.source().split("/", 2)[0];
        if (story.fleet()) return "many surges at once in account " + account;
        String where = component.isEmpty() ? "account " + account : a.scope() + ' ' + name(component);
        boolean slower = story.surge() && Slower.is(story.incident());
        return kind + (slower ? " of slower calls on " : " on ") + where;
    }

    /** Cuts a name at a length that no real name reaches. */
    public static String name(String name) {
        return Wording.cut(name, LONGEST_NAME);
    }

    /** Returns the severity. The page uses the severity as a CSS class, so only the four known values are allowed. */
    public static String severity(String named) {
        return named != null && SEVERITIES.contains(named) ? named : "info";
    }

    public String json() {
        return LedgerJson.line(this);
    }

    /** Returns the page of an incident that the job has forgotten, because the job started without state. */
    public String lostHtml() {
        return Pages.render("lost.jte", lost());
    }

    /** @param rows the incidents, open incidents first, then the newest */
    public static String index(List<PageSummary> rows) {
        return Pages.render("incidents.jte", rows);
    }

    /** Reads a page's summary. The result is empty if the page is not Breakwater's. */
    public static Optional<PageSummary> read(Path file) throws IOException {
        return mark(file).flatMap(PageSummary::parsed);
    }

    /** Returns whether Breakwater wrote the file. The file's first bytes show this. */
    public static boolean isOurs(Path file) throws IOException {
        return mark(file).isPresent();
    }

    /**
     * Returns the mark with which a page of Breakwater begins. The result is empty if the file is not such a page or
     * cannot be read.
     */
    private static Optional<String> mark(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
        String head;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            head = new String(in.readNBytes(LONGEST_MARK), StandardCharsets.UTF_8);
        } catch (AccessDeniedException | NoSuchFileException e) {
            return Optional.empty();
        }
        int end = head.startsWith(START) ? head.indexOf('"', START.length()) : -1;
        return end < 0 ? Optional.empty() : Optional.of(plain(head.substring(START.length(), end)));
    }

    /** Unescapes an attribute, which may contain {@code &quot;} and {@code &gt;}. */
    private static String plain(String escaped) {
        return escaped.replace("&#34;", "\"")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static Optional<PageSummary> parsed(String json) {
        try {
            return Optional.of(LedgerJson.read(json, PageSummary.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /**
     * An alarm with the text that every receiver gets. The alarm is stored with its {@link IncidentStory}.
     *
     * @param action    trigger, update or resolve
     * @param at the end of the data that the alert reports
     * @param kind      the kind of incident, or of an alert about Breakwater itself: {@code blind}, {@code cannot-act}
     * @param scope     function, group or account
     * @param component name of the function or group, or empty
     * @param source    account and region
     * @param details   details by name, as they are shown
     * @param incident  the incident; null if the alert is not about a surge
     */
    public record PageAlert(
            String action,
            Instant at,
            String severity,
            String kind,
            String scope,
            String component,
            String source,
            String summary,
            Map<String, String> details,
            @JsonInclude(NON_NULL) Incident incident) {

        public PageAlert {
            action = action == null ? "" : action;
            details = details == null ? Map.of() : details;
        }

        /** Returns a detail, or an empty text. */
        public String detail(String name) {
            return details.getOrDefault(name, "");
        }

        public boolean ends() {
            return action.equals("resolve");
        }
    }
}
