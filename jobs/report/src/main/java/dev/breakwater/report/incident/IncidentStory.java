package dev.breakwater.report.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.core.control.Hold.Stage;
import dev.breakwater.report.incident.Standings.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> HELD = Set.of("held", "lower", "raise", "prolong");
    private static final Set<String> LETS_BE = Set.of("refuse", "propose", "could-not", "release", "override");
    /** Reasons for which a limit that was thought of earlier is none to set by hand any more. */
    private static final Set<String> NEVER = Set.of("protected", "no-effect");

    private static final Set<String> BEGINS = Set.of("open", "page", "throttle", "propose");

    private final String page;
    private JsonNode alarm;
    private String firstAt = "";
    private long left;
    /** By who decided and the sequence: a restart decides again under the same. */
    private final Map<String, JsonNode> decisions = new HashMap<>();

    public IncidentStory(String page) {
        this.page = page;
    }

    /** Reads what {@link #json} wrote. */
    public static IncidentStory read(String json) {
        JsonNode o = parse(json);
        IncidentStory story = new IncidentStory(o.path("page").asText());
        story.alarm = o.get("alarm");
        story.firstAt = o.path("firstAt").asText();
        story.left = o.path("left").asLong();
        o.path("decisions").forEach(d -> story.decisions.put(id(d), d));
        return story;
    }

    public String json() {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        o.put("page", page).put("firstAt", firstAt).put("left", left);
        if (alarm != null) o.set("alarm", alarm);
        decisions().forEach(o.putArray("decisions")::add);
        return o.toString();
    }

    /** Whether it can begin with this: after a restart an end may be told of what was never raised. */
    public static boolean begins(boolean alarm, String news) {
        JsonNode json = parse(news);
        return alarm
                ? !json.path("action").asText().equals("resolve")
                : BEGINS.contains(json.path("type").asText());
    }

    /** @param news an alarm as {@code PageRows.alarm} writes it, else a line of {@code decisions.jsonl} */
    public void add(boolean alarm, String news) {
        JsonNode json = parse(news);
        if (alarm) alarm(json);
        else decision(json);
    }

    private void alarm(JsonNode told) {
        boolean again = ended() && told.path("action").asText().equals("trigger") && at(told).isAfter(at(alarm));
        if (again) decisions.clear();
        boolean ends = told.path("action").asText().equals("resolve");
        boolean newer = alarm == null || again || !ended() && (ends || !at(told).isBefore(at(alarm)));
        if (!newer) return;
        if (alarm == null || again) firstAt = told.path("at").asText();
        alarm = told;
    }

    private void decision(JsonNode decided) {
        decisions.put(id(decided), decided);
        if (decisions.size() <= DECISIONS) return;
        decisions.remove(id(decisions().get(FIRST)));
        left++;
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
        return alarm != null && alarm.path("action").asText().equals("resolve");
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
                .filter(s -> s.decision().path("type").asText().equals("held"))
                .toList();
    }

    /** Those of its limits that stand so. */
    public List<Standing> standings(Stage stage) {
        return standings().stream().filter(s -> s.stage() == stage).toList();
    }

    /** The newest decision that says why nothing is held, or null. */
    public JsonNode notThrottled() {
        return decisions().stream()
                .filter(d -> LETS_BE.contains(d.path("type").asText()))
                .reduce((before, last) -> last)
                .orElse(null);
    }

    /** The decision with the newest limit that a person could set by hand, or null. */
    JsonNode byHand() {
        JsonNode limit = null;
        for (JsonNode d : decisions()) {
            if (NEVER.contains(d.path("reason").asText())) limit = null;
            else if (LETS_BE.contains(d.path("type").asText())
                    && d.path("limit").asInt(-1) >= 0) limit = d;
        }
        return limit;
    }

    /** Whether a person's hand bars the job from the function now. */
    boolean leftAlone() {
        JsonNode why = notThrottled();
        return why != null
                && Set.of("overridden", "left-alone")
                        .contains(why.path("reason").asText());
    }

    /** Whether it tells of many surges together. */
    public boolean fleet() {
        return page.startsWith("fleet-");
    }

    public JsonNode alarm() {
        return alarm;
    }

    /** A field of the newest alarm, or empty. */
    public String told(String field) {
        return alarm.path(field).asText();
    }

    /** A detail of the newest alarm, or empty. */
    public String detail(String name) {
        return alarm.path("details").path(name).asText();
    }

    /** In the order in which they were made. */
    public List<JsonNode> decisions() {
        List<JsonNode> sorted = new ArrayList<>(decisions.values());
        sorted.sort(Comparator.comparing(IncidentStory::at)
                .thenComparing(IncidentStory::place)
                .thenComparing(d -> d.path("sequence").asLong()));
        return sorted;
    }

    /** Whether it is about cost above the expectation, else about a budget or the bill. */
    public boolean surge() {
        return !detail("excess_usd_so_far").isEmpty();
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
        return decisions.values().stream()
                .anyMatch(d -> type.test(d.path("type").asText()));
    }

    /** The reason for which it was opened, in words; empty where that is not known. */
    public String opened() {
        return decisions().stream()
                .filter(d -> d.path("type").asText().equals("open"))
                .map(d -> d.path("detail").asText())
                .findFirst()
                .orElse("");
    }

    /** ISO 8601: the onset of the surge, else when it was told first. */
    public String since() {
        String onset = detail("onset");
        return onset.isEmpty() ? firstAt : onset;
    }

    /** ISO 8601: its end, else the newest of what it tells. */
    public String toldAt() {
        String told = alarm.path("at").asText();
        if (ended() || decisions.isEmpty()) return told;
        List<JsonNode> sorted = decisions();
        JsonNode newest = sorted.get(sorted.size() - 1);
        return at(newest).isAfter(at(alarm)) ? newest.path("at").asText() : told;
    }

    private static Instant at(JsonNode node) {
        return Instant.parse(node.path("at").asText());
    }

    private static String id(JsonNode decision) {
        return place(decision) + decision.path("sequence").asLong();
    }

    /** Whoever decides counts for itself: control by account and region, a budget's meter for all regions. */
    private static String place(JsonNode decision) {
        return decision.path("account").asText() + '|' + decision.path("region").asText() + '|';
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON of ours", e);
        }
    }
}
