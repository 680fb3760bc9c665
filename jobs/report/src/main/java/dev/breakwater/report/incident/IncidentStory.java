package dev.breakwater.report.incident;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.breakwater.core.control.Hold.Stage;
import dev.breakwater.core.model.Reason;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.report.incident.Standings.Standing;
import dev.breakwater.report.plot.IncidentPlot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is known of one incident: the newest alarm and what was decided. News may come twice and in any order: of two
 * alarms the later in data time counts, the end counts most; a decision is known by its sequence.
 */
public final class IncidentStory {

    /** Decisions that are kept: the first ones, and the newest. */
    public static final int DECISIONS = 200;

    private static final int FIRST = 20;
    /** What is shown of requests and of what followed. */
    private static final int WORD = 6;

    private static final Duration TOGETHER = Duration.ofSeconds(10);

    private static final Set<String> HELD = Set.of("held", "lower", "raise", "prolong");
    private static final Set<String> LETS_BE = Set.of("refuse", "propose", "could-not", "release", "override");
    /** Reasons for which a limit that was thought of earlier is none to set by hand any more. */
    private static final Set<String> NEVER = Set.of("protected", "no-effect");

    /** What ends a proposal. */
    private static final Set<String> ANSWERS = Set.of("throttle", "expire", "close");

    private static final Set<String> BEGINS = Set.of("open", "page", "throttle", "propose");

    private final String page;
    private Alert alarm;
    private Instant firstAt;
    private long left;
    private final Course course = new Course();
    /** By who decided and the sequence: a restart decides again under the same. */
    private final Map<String, DecisionRow> decisions = new HashMap<>();

    public IncidentStory(String page) {
        this.page = page;
    }

    /** Reads what {@link #json} wrote. */
    public static IncidentStory read(String json) {
        Stored stored = LedgerJson.readOwn(json, Stored.class);
        IncidentStory story = new IncidentStory(stored.page);
        story.alarm = stored.alarm;
        story.firstAt = stored.firstAt;
        story.left = stored.left;
        if (stored.course != null) stored.course.forEach(story.course::add);
        stored.decisions.forEach(d -> story.decisions.put(id(d), d));
        return story;
    }

    public String json() {
        return LedgerJson.line(new Stored(page, firstAt, left, alarm, decisions(), course.points()));
    }

    /** What a checkpoint keeps: its fields may get more, never less. */
    private record Stored(
            String page,
            @JsonInclude(NON_NULL) Instant firstAt,
            long left,
            @JsonInclude(NON_NULL) Alert alarm,
            List<DecisionRow> decisions,
            @JsonInclude(NON_NULL) List<Course.Point> course) {}

    /** Whether it can begin with this: after a restart there may be an end of what was never raised. */
    public static boolean begins(Alert told) {
        return !told.ends();
    }

    /** The same of a decision. */
    public static boolean begins(DecisionRow decided) {
        return BEGINS.contains(decided.type());
    }

    public void add(Alert told) {
        boolean again = ended() && told.action().equals("trigger") && told.at().isAfter(alarm.at());
        if (again) {
            decisions.clear();
            course.clear();
        }
        course.add(told);
        boolean newer =
                alarm == null || again || !ended() && (told.ends() || !told.at().isBefore(alarm.at()));
        if (!newer) return;
        if (alarm == null || again) firstAt = told.at();
        alarm = told;
    }

    public void add(DecisionRow decided) {
        decisions.put(id(decided), decided);
        if (decisions.size() <= DECISIONS) return;
        decisions.remove(id(decisions().get(FIRST)));
        left++;
    }

    /** The plot of its minutes, or null where too few are known. */
    public IncidentPlot plot() {
        return course.plot(this);
    }

    public String page() {
        return page;
    }

    /** Whether there is enough for a page. */
    public boolean told() {
        return alarm != null;
    }

    /** Resolved: of a surge, nothing is held for it any more either. */
    public boolean ended() {
        return alarm != null && alarm.ends();
    }

    /** Nothing more will come. */
    public boolean finished() {
        return ended() && standings().isEmpty();
    }

    /** It is over; throttles may still be held. */
    public boolean over() {
        return ended() || has("close"::equals);
    }

    /** How limits stand now. Of a surge that was resolved only what was seen set may still have to be given back. */
    public List<Standing> standings() {
        List<Standing> all = Standings.of(decisions());
        if (!ended() || !surge()) return all;
        return all.stream()
                .filter(s -> s.stage() == Stage.RELEASING)
                .filter(s -> s.decision().type().equals("held"))
                .toList();
    }

    /** Those of its limits that stand so. */
    public List<Standing> standings(Stage stage) {
        return standings().stream().filter(s -> s.stage() == stage).toList();
    }

    /** What is proposed and neither answered nor over, as of the page: of a budget one of each function. */
    public List<DecisionRow> proposals() {
        Map<String, DecisionRow> open = new LinkedHashMap<>();
        for (DecisionRow d : decisions()) {
            String function = place(d) + d.where().function();
            if (d.type().equals("propose")) open.put(function, d);
            else if (ANSWERS.contains(d.type())) open.remove(function);
        }
        return ended() ? List.of() : List.copyOf(open.values());
    }

    /** The newest decision that says why nothing is held, or null. */
    public DecisionRow notThrottled() {
        return decisions().stream()
                .filter(d -> LETS_BE.contains(d.type()))
                .reduce((before, last) -> last)
                .orElse(null);
    }

    /** The decision with the newest limit that a person could set by hand, or null. */
    DecisionRow byHand() {
        DecisionRow limit = null;
        for (DecisionRow d : decisions()) {
            if (NEVER.contains(d.reason())) limit = null;
            else if (LETS_BE.contains(d.type()) && d.limits().limit() != null) limit = d;
        }
        return limit;
    }

    /** Whether a person's hand bars the job from the function now. */
    boolean leftAlone() {
        DecisionRow why = notThrottled();
        return why != null && Set.of("overridden", "left-alone").contains(why.reason());
    }

    /** Whether it reports many surges together. */
    public boolean fleet() {
        return page.startsWith("fleet-");
    }

    /** The newest. */
    public Alert alarm() {
        return alarm;
    }

    /** A detail of the newest alarm, or empty. */
    public String detail(String name) {
        return alarm.detail(name);
    }

    /** The id of the incident that the alarm lists at that place, from 1 on; or empty. */
    public String listed(int place) {
        String[] ids = detail("incidents").split(" ");
        return place <= ids.length && ids[place - 1].matches("[0-9a-f]{12}") ? ids[place - 1] : "";
    }

    /** In the order in which they were made. */
    public List<DecisionRow> decisions() {
        List<DecisionRow> sorted = new ArrayList<>(decisions.values());
        sorted.sort(Comparator.comparing(DecisionRow::at)
                .thenComparing(IncidentStory::place)
                .thenComparing(d -> d.decided().sequence()));
        return sorted;
    }

    /** Whether it is about cost above the expectation, otherwise about a budget or the bill. */
    public boolean surge() {
        return alarm.incident() != null;
    }

    /** What is told of a surge; otherwise null. */
    public Incident incident() {
        return alarm.incident();
    }

    /** Why it is told, for people. */
    public String reason() {
        return surge()
                ? Reason.of(incident().reason())
                        .map(Reason::text)
                        .orElse(incident().reason())
                : detail("reason");
    }

    /** What is said of it now; the command of an answer stands with the other commands. */
    public String said() {
        String command = approveWith();
        return command.isEmpty() ? alarm.summary() : alarm.summary().replace(": " + command, "");
    }

    /** The command that approves what is proposed, or empty. */
    public String approveWith() {
        if (!surge()) return detail("approve_with");
        Incident.Limit proposal = incident().proposal();
        boolean asks = proposal != null && proposal.stage() == Stage.PROPOSED;
        return asks ? "breakwater approve " + incident().id() + " -c FILE" : "";
    }

    /** What people asked for last, those of the same seconds together, and what was decided next; or nothing. */
    public List<DecisionRow> lastWord() {
        List<DecisionRow> all = decisions();
        int begin = all.size();
        Instant since = Instant.MIN;
        for (int i = all.size() - 1; i >= 0; i--) {
            DecisionRow d = all.get(i);
            if (!d.type().equals("request") || d.at().isBefore(since)) continue;
            if (begin == all.size()) since = d.at().minus(TOGETHER);
            begin = i;
        }
        return List.copyOf(all.subList(begin, Math.min(all.size(), begin + WORD)));
    }

    /** How many decisions were left out, after the first ones. */
    public long left() {
        return left;
    }

    public int leftAfter() {
        return FIRST;
    }

    /** Whether anything was held for it at any time, or may have been; a budget may take over what a surge had set. */
    public boolean everHeld() {
        boolean held = has(HELD::contains);
        // before outcomes were told, what was asked for was taken for held
        return held || has("throttle"::equals) && !has("could-not"::equals);
    }

    private boolean has(Predicate<String> type) {
        return decisions.values().stream().anyMatch(d -> type.test(d.type()));
    }

    /** The reason for which it was opened, in words; empty where that is not known. */
    public String opened() {
        return decisions().stream()
                .filter(d -> d.type().equals("open"))
                .map(DecisionRow::detail)
                .findFirst()
                .orElse("");
    }

    /** ISO 8601: the onset of the surge, otherwise when it was told first. */
    public String since() {
        return String.valueOf(surge() ? incident().times().onset() : firstAt);
    }

    /** ISO 8601: its end, otherwise the newest of what it tells. */
    public String toldAt() {
        Instant told = alarm.at();
        if (ended() || decisions.isEmpty()) return told.toString();
        List<DecisionRow> sorted = decisions();
        Instant newest = sorted.get(sorted.size() - 1).at();
        return (newest.isAfter(told) ? newest : told).toString();
    }

    private static String id(DecisionRow decision) {
        return place(decision) + decision.decided().sequence();
    }

    /** Anyone who decides counts for itself: control by account and region, a budget's meter for all regions. */
    private static String place(DecisionRow decision) {
        return decision.where().account() + '|' + decision.where().region() + '|';
    }
}
