package dev.breakwater.report.incident;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.breakwater.engine.control.Hold.Stage;
import dev.breakwater.engine.control.Request;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.PlotRow;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Pages;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import dev.breakwater.report.incident.Standings.Standing;
import dev.breakwater.report.plot.IncidentPlot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Collects the newest alarm and the decisions of one incident. Updates may arrive twice and in any order. The alarm
 * with the latest data time counts, but a resolve has priority. A sequence number identifies a decision.
 */
public final class IncidentStory {

    /**
     * The largest number of decisions that are stored. If there are more, only the first and the newest decisions are
     * kept.
     */
    public static final int DECISIONS = 200;

    private static final int FIRST = 20;
    /** The largest number of requests and results that are shown. */
    private static final int WORD = 6;

    private static final Duration TOGETHER = Duration.ofSeconds(10);

    private static final Set<String> HELD = Set.of("held", "lower", "raise", "prolong");
    private static final Set<String> LETS_BE = Set.of("refuse", "propose", "could-not", "release", "override");
    /** Reasons that forbid setting an earlier limit by hand. */
    private static final Set<String> NEVER = Set.of("protected", "no-effect");

    /** Reasons that a person can overrule. */
    private static final Set<String> OVERRULED =
            Set.of("in-cooldown", "left-alone", "spared", "declined", "cure-failed");

    private static final Set<String> ASKS = Set.of("propose", "request");

    /** The decisions that end a proposal. */
    private static final Set<String> ANSWERS = Set.of("throttle", "expire", "close");

    private static final Set<String> BEGINS = Set.of("open", "page", "throttle", "propose");

    /** Details of budgets and of the bill. */
    private static final Set<String> MONEY = Set.of(
            "spent_usd",
            "counted_since",
            "budget_usd",
            "usd_per_hour",
            "budget_exhausted_at",
            "forecast_usd",
            "charges_usd",
            "factor",
            "approve_with",
            "decline_with",
            "unexplained");

    /** The details that have a place of their own on the page. */
    private static final Pattern TOLD = Pattern.compile(
            "incident|reason|explain_with|proposed|budget|alarm|the_throttle|waiting_for_approval|"
                    + "(throttle|propose)_above_usd_in_an_hour|aws_refuses|surges|surge_\\d+|incidents|limits_held|throttles_placed|not_listed");

    private final String page;
    private PageAlert alarm;
    private Instant firstAt;
    private long left;
    private final Course course = new Course();
    /**
     * The key of a decision: its author and sequence number. After a restart, repeated decisions have the same keys.
     */
    private final Map<String, DecisionRow> decisions = new HashMap<>();

    public IncidentStory(String page) {
        this.page = page;
    }

    /** Reads a story from the output of {@link #json}. */
    public static IncidentStory read(String json) {
        Stored stored = LedgerJson.readOwn(json, Stored.class);
        IncidentStory story = new IncidentStory(stored.page);
        story.alarm = stored.alarm;
        story.firstAt = stored.firstAt;
        story.left = stored.left;
        if (stored.course != null) story.course.read(stored.course, stored.step, stored.newest);
        stored.decisions.forEach(d -> story.decisions.put(id(d), d));
        return story;
    }

    public String json() {
        return LedgerJson.line(
                new Stored(page, firstAt, left, alarm, decisions(), course.points(), course.step(), course.newest()));
    }

    /** Returns the form for the checkpoint. Fields may be added but never removed. */
    private record Stored(
            String page,
            @JsonInclude(NON_NULL) Instant firstAt,
            long left,
            @JsonInclude(NON_NULL) PageAlert alarm,
            List<DecisionRow> decisions,
            @JsonInclude(NON_NULL) List<Course.Point> course,
            int step,
            long newest) {}

    /**
     * Returns whether a story can begin with this alarm. After a restart, a story cannot begin with the end of an
     * unknown alarm.
     */
    public static boolean begins(PageAlert told) {
        return !told.ends();
    }

    /** Returns whether a story can begin with this decision. */
    public static boolean begins(DecisionRow decided) {
        return BEGINS.contains(decided.type());
    }

    public void add(PageAlert told) {
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

    /** Adds a minute to the incident's chart. */
    public void add(PlotRow.Point minute) {
        course.add(minute);
    }

    public void add(DecisionRow decided) {
        decisions.put(id(decided), decided);
        if (decisions.size() <= DECISIONS) return;
        decisions.remove(id(decisions().get(FIRST)));
        left++;
    }

    /** Returns the chart of the incident's minutes, or null if too few are known. */
    public IncidentPlot plot() {
        return course.plot(this);
    }

    public String page() {
        return page;
    }

    /** Returns the cost above normal in the hour before the page, USD. 0 if nobody was paged, or if it is unknown. */
    public double pagedUsd() {
        return decisions().stream()
                .mapToDouble(DecisionRow::pagedUsd)
                .filter(usd -> usd > 0)
                .findFirst()
                .orElse(0);
    }

    /** Returns the newest acceptance that is still in force, or null. */
    public DecisionRow accepted() {
        // a surge that costs more than a person accepted pages again
        if (surge() && !incident().accepted()) return null;
        DecisionRow newest = null;
        for (DecisionRow d : decisions()) if (d.type().equals("accept")) newest = d;
        boolean holds = newest != null && !over() && newest.limits().until() != null;
        return holds && newest.limits().until().isAfter(Instant.parse(toldAt())) ? newest : null;
    }

    /** Returns whether the story has enough data for a page. */
    public boolean told() {
        return alarm != null;
    }

    /** Returns whether the incident is resolved. A surge is resolved only when no limit is held. */
    public boolean ended() {
        return alarm != null && alarm.ends();
    }

    /** Returns whether no more updates will come. */
    public boolean finished() {
        return ended() && standings().isEmpty();
    }

    /** Returns whether the incident has ended. Throttles may still be held after the end. */
    public boolean over() {
        return ended() || has("close"::equals);
    }

    /**
     * Returns the present states of the limits. Once a surge is resolved, only a limit that was observed can still need
     * a release.
     */
    public List<Standing> standings() {
        List<Standing> all = new Standings(decisions()).all();
        if (!surge()) return all;
        if (!ended()) return all.stream().map(this::confirmed).toList();
        return all.stream()
                .filter(s -> s.stage() == Stage.RELEASING)
                .filter(s -> s.decision().type().equals("held"))
                .toList();
    }

    /** Returns the limit as the alarm's text describes it: its newest reading may not show the value that was held. */
    private Standing confirmed(Standing s) {
        Incident.Limit now = incident().hold();
        boolean other = now != null
                && now.stage() == Stage.TO_CONFIRM
                && s.stage() == Stage.HELD
                && now.asHold().lever().equals(s.decision().limits().asLever());
        return other ? new Standing(now.stage(), s.decision()) : s;
    }

    /** Returns the incident's limits in one stage. */
    public List<Standing> standings(Stage stage) {
        return standings().stream().filter(s -> s.stage() == stage).toList();
    }

    /** Returns the open proposals. A budget has one proposal for each function. */
    public List<DecisionRow> proposals() {
        Map<String, DecisionRow> open = new LinkedHashMap<>();
        for (DecisionRow d : decisions()) {
            String function = place(d) + d.where().function();
            if (d.type().equals("propose")) open.put(function, d);
            else if (ANSWERS.contains(d.type())) open.remove(function);
        }
        return ended() ? List.of() : List.copyOf(open.values());
    }

    /** Returns the newest decision with the reason why no limit is held, or null. An approval ends earlier reasons. */
    public DecisionRow notThrottled() {
        DecisionRow why = null;
        for (DecisionRow d : decisions()) {
            if (approved() && ASKS.contains(d.type())) why = null;
            // old samples are a reason only until the next minute of data
            else if (LETS_BE.contains(d.type()) && !d.reason().equals(Reason.STALE.wire())) why = d;
        }
        return why;
    }

    /** Returns a text that says that nothing was throttled and, once the surge is over, why. */
    public String nothingThrottled() {
        IncidentText.Decided all = IncidentText.Decided.empty();
        decisions().forEach(all::add);
        boolean why = surge() && over() && !incident().throttled();
        return why ? new IncidentText(incident()).notThrottled(all) : "Nothing was throttled.";
    }

    /** Returns the newest decision whose limit a person could set by hand, or null. */
    DecisionRow byHand() {
        DecisionRow limit = null;
        for (DecisionRow d : decisions()) {
            if (NEVER.contains(d.reason())) limit = null;
            else if (!d.type().equals("override")
                    && LETS_BE.contains(d.type())
                    && d.limits().limit() != null) limit = d;
        }
        return limit;
    }

    /** Returns whether a person's change or request now forbids the job to limit the function. */
    boolean leftAlone() {
        DecisionRow why = notThrottled();
        return why != null && Set.of("overridden", "left-alone", "spared").contains(why.reason());
    }

    /**
     * Returns whether a person can request a throttle now. That is possible while the surge is below the throttle
     * threshold, and after an expired proposal, a change by hand or a release.
     */
    public boolean mayThrottleNow() {
        DecisionRow why = notThrottled();
        boolean idle = !over() && surge() && standings().isEmpty();
        boolean waits = incident() != null && incident().proposal() != null
                || !proposals().isEmpty();
        if (!idle || waits && !approved()) return false;
        if (why == null) return !approved() && !throttleAbove().isEmpty();
        if (NEVER.contains(why.reason())) return false;
        return !why.type().equals("refuse") || OVERRULED.contains(why.reason());
    }

    /**
     * Returns the hourly excess above which the surge is throttled, or a throttle is proposed, in USD. The result is
     * empty unless the cost is the only reason against a throttle.
     */
    public String throttleAbove() {
        return detail((proposesAbove() ? "propose" : "throttle") + "_above_usd_in_an_hour");
    }

    /** Returns whether the function's mode is approve, so that a throttle will be proposed first. */
    public boolean proposesAbove() {
        return !detail("propose_above_usd_in_an_hour").isEmpty();
    }

    /** Returns whether a person marked the surge as an attack. */
    public boolean attack() {
        return decisions.values().stream()
                .anyMatch(d -> d.type().equals("request")
                        && d.reason().equals(Reason.REQUESTED.wire())
                        && d.more().startsWith(Request.Kind.ATTACK.wire()));
    }

    /** Returns what follows a "no" to the proposed throttle, as text. */
    public String declines() {
        if (throttleAbove().isEmpty()) return "";
        return "Above " + throttleAbove() + " USD an hour, Breakwater "
                + (proposesAbove() ? "asks once more." : "throttles anyway.");
    }

    /** Returns whether the incident's alert also covers other incidents. */
    public boolean sharesAlert() {
        boolean other = false;
        for (DecisionRow d : decisions()) if (d.type().equals("tell")) other = d.alert() != null;
        return other || !detail("incidents").isEmpty();
    }

    /** Returns whether the alarm reports many surges together. */
    public boolean fleet() {
        return page.startsWith("fleet-");
    }

    /** Returns the newest decision. */
    public PageAlert alarm() {
        return alarm;
    }

    /** Returns a detail of the newest alarm, or empty. */
    public String detail(String name) {
        return alarm.detail(name);
    }

    /**
     * Returns the id of the incident that the alarm lists at this position, counted from 1. The id is empty if the
     * alarm lists no incident at this position.
     */
    public String listed(int place) {
        String[] ids = detail("incidents").split(" ");
        return place <= ids.length && ids[place - 1].matches("[0-9a-f]{12}") ? ids[place - 1] : "";
    }

    /** Returns the decisions, in their order. */
    public List<DecisionRow> decisions() {
        List<DecisionRow> sorted = new ArrayList<>(decisions.values());
        sorted.sort(Comparator.comparing(DecisionRow::at)
                .thenComparing(IncidentStory::place)
                .thenComparing(d -> d.decided().sequence()));
        return sorted;
    }

    /**
     * Returns whether the alarm is about cost above the expectation. Alarms about a budget or the bill do not count.
     */
    public boolean surge() {
        return alarm.incident() != null;
    }

    /** Returns the incident if this is a surge. Otherwise null. */
    public Incident incident() {
        return alarm.incident();
    }

    /** Returns when an open surge of a function stopped, or null. */
    public Instant stoppedAt() {
        return surge() && incident().now() != null ? incident().now().stoppedAt() : null;
    }

    /** Returns the reason for the alert, as text for people. */
    public String reason() {
        return surge()
                ? Reason.of(incident().reason())
                        .map(Reason::text)
                        .orElse(incident().reason())
                : detail("reason");
    }

    /** Returns whether a person has approved a throttle that was not requested yet. */
    public boolean approved() {
        return surge() && incident().proposal() != null && incident().proposal().stage() == Stage.APPROVED;
    }

    /** Returns the command that approves the proposal, or an empty text. */
    public String approveWith() {
        if (!surge()) return detail("approve_with");
        Incident.Limit proposal = incident().proposal();
        boolean asks = proposal != null && proposal.stage() == Stage.PROPOSED;
        return asks ? Commands.approve(incident().id()) : "";
    }

    /** Returns the command that answers "no" to the proposal. */
    String declineWith() {
        return surge() ? Commands.decline(incident().id()) : detail("decline_with");
    }

    /**
     * Returns the latest request and the decision that followed. Requests within the same few seconds count as one. The
     * result is empty if there was no request.
     */
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

    /** Returns the number of decisions that are left out after the first decisions. */
    public long left() {
        return left;
    }

    public int leftAfter() {
        return FIRST;
    }

    /** Returns whether a limit was held for the incident, or may have been. A budget may take over a surge's limit. */
    public boolean everHeld() {
        // in older decisions without outcomes, a requested limit counts as held
        return has(HELD::contains) || has("throttle"::equals) && !has("could-not"::equals);
    }

    private boolean has(Predicate<String> type) {
        return decisions.values().stream().anyMatch(d -> type.test(d.type()));
    }

    /** Returns the reason why the incident was opened, as text. Empty if unknown. */
    public String opened() {
        return decisions().stream()
                .filter(d -> d.type().equals("open"))
                .map(DecisionRow::detail)
                .findFirst()
                .orElse("");
    }

    /** Returns the onset of the surge or, for other alarms, the time of the first report, in ISO 8601. */
    public String since() {
        return String.valueOf(surge() ? incident().times().onset() : firstAt);
    }

    /** Returns the end of the incident or, while the incident is open, its newest minute, in ISO 8601. */
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

    /**
     * Returns the author of a decision. Each author numbers its own decisions. The author is the control of an account
     * and region, or a budget's meter, which covers all regions.
     */
    private static String place(DecisionRow decision) {
        return decision.where().account() + '|' + decision.where().region() + '|';
    }

    /** Returns whether there are amounts to show. A fleet page about an exhausted blast radius has no amounts. */
    public boolean hasMoney() {
        if (fleet() && detail("surge_1").isEmpty()) return false;
        return surge() || MONEY.stream().anyMatch(d -> !detail(d).isEmpty());
    }

    /** Returns the alarm's other details, by name. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        alarm.details().forEach((name, value) -> {
            boolean placed = TOLD.matcher(name).matches() || MONEY.contains(name);
            if (!placed) facts.put(name.replace('_', ' '), value);
        });
        return facts;
    }

    /** Returns the kinds of limits that the job used. */
    public Set<LeverKind> levers() {
        Set<LeverKind> used = new HashSet<>();
        for (DecisionRow d : decisions()) {
            if (d.type().equals("throttle")) used.add(d.limits().asLever().kind());
        }
        return used;
    }

    /** Returns the page. It is a single file without scripts, and is readable on a phone at night. */
    public String html() {
        return Pages.render("incident.jte", this);
    }
}
