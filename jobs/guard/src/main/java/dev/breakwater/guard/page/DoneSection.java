package dev.breakwater.guard.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.guard.convert.Levers;
import java.util.List;

/** What was decided and done, in its order, each act with the lever by name. */
final class DoneSection {

    /** AWS's own words may be long. */
    private static final int LONGEST_DETAIL = 300;

    private final Markup page;
    private final IncidentStory story;

    DoneSection(Markup page, IncidentStory story) {
        this.page = page;
        this.story = story;
    }

    void draw() {
        List<JsonNode> decisions = story.decisions();
        page.open("section").leaf("h2", "What was done");
        if (!story.everHeld() && !story.fleet()) page.leaf("p", "Nothing was throttled.", "class", "quiet");
        if (!decisions.isEmpty()) {
            page.open("ol", "class", "done");
            for (int i = 0; i < decisions.size(); i++) {
                if (i == story.leftAfter() && story.left() > 0) left();
                item(decisions.get(i));
            }
            page.close();
        }
        page.close();
    }

    private void left() {
        page.leaf("li", story.left() + " decisions are left out here; the ledger has them.", "class", "quiet");
    }

    private void item(JsonNode d) {
        String type = d.path("type").asText();
        page.open("li");
        IncidentPage.time(page, d.path("at").asText());
        page.text(" ").leaf("b", label(type)).text(of(story, d) + ' ');
        switch (type) {
            case "throttle", "held" -> {
                page.text(limit(d) + ", before: " + Levers.restored(lever(d), number(d, "previous")));
                page.text("; until ");
                IncidentPage.time(page, d.path("until").asText());
                page.text(" at the latest: ");
            }
            case "lower", "raise", "prolong", "could-not" -> page.text(limit(d) + ": ");
            case "release", "given-back" ->
                page.text("to " + Levers.restored(lever(d), number(d, "previous")) + ", as found: ");
            case "propose", "refuse" -> page.text(number(d, "limit") < 0 ? "" : limit(d) + ": ");
            case "accept" -> {
                page.text("until ");
                IncidentPage.time(page, d.path("until").asText());
                page.text(": ");
            }
            default -> page.text("");
        }
        page.text(PageSummary.cut(d.path("detail").asText(), LONGEST_DETAIL)).close();
    }

    /** What is only asked for is named so. */
    private static String label(String type) {
        return switch (type) {
            case "throttle", "lower", "raise", "release" -> type + " asked for";
            case "could-not", "given-back" -> type.replace('-', ' ');
            case "refuse" -> "not throttled";
            case "accept" -> "accepted";
            default -> type;
        };
    }

    /** The function's name where the incident is not the function's; else nothing. */
    static String of(IncidentStory story, JsonNode d) {
        String function = d.path("function").asText("");
        boolean same = function.isEmpty()
                || function.equals(story.alarm().path("component").asText());
        return same ? "" : ' ' + PageSummary.name(function);
    }

    static String limit(JsonNode d) {
        return Levers.to(lever(d), number(d, "limit"));
    }

    static Lever lever(JsonNode d) {
        return Levers.named(d.path("lever").asText(), d.path("mapping").asText());
    }

    static int number(JsonNode d, String field) {
        return d.path(field).asInt(-1);
    }
}
