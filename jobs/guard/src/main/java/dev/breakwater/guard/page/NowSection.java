package dev.breakwater.guard.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.guard.convert.Levers;
import dev.breakwater.guard.page.Standings.Standing;
import java.util.List;

/** What whoever is on call can do now: where to look, and commands to copy. See docs/runbook.md. */
final class NowSection {

    private final Markup page;
    private final IncidentStory story;

    NowSection(Markup page, IncidentStory story) {
        this.page = page;
        this.story = story;
    }

    void draw() {
        page.open("section").leaf("h2", story.ended() ? "Look again" : "What you can do");
        Advice advice = Advice.of(story);
        if (advice.present() && !story.ended()) {
            page.open("p").leaf("b", "Look first at ").text(advice.look()).close();
            page.open("p").leaf("b", "Usually ").text(advice.usually()).close();
        }
        if (story.detail("proposed").length() > 0) page.leaf("p", "Proposed: " + story.detail("proposed"));
        page.open("dl", "class", "commands");
        if (!story.detail("explain_with").isEmpty()) {
            command("why, in full", "./breakwater explain " + Levers.quoted(story.detail("incident")) + " -c FILE");
        }
        acts();
        page.close().close();
    }

    private void acts() {
        List<JsonNode> standing =
                story.standings().stream().map(Standing::decision).toList();
        release(standing);
        command(
                "what is held, everywhere: asks AWS, so it is right where this page is late",
                "./breakwater status -c FILE");
        if (!story.detail("usd_per_hour").isEmpty()
                || !story.detail("charges_usd").isEmpty())
            command("what the month costs", "./breakwater money -c FILE");
        if (standing.isEmpty() && (story.ended() || !story.surge())) return;
        if (standing.isEmpty() && story.alarm().path("scope").asText().equals("function") && !story.over()) byHand();
        if (!story.detail("accept_with").isEmpty() && !story.over()) {
            command(
                    "it is the new normal: no page and no throttle for it, for as long as you say",
                    "./" + story.detail("accept_with"));
        }
        command("stop all throttling; then write mode: alert and restart", "./breakwater release --all -c FILE");
    }

    private void release(List<JsonNode> standing) {
        long functions = standing.stream()
                .map(d -> d.path("account").asText()
                        + d.path("region").asText()
                        + d.path("function").asText())
                .distinct()
                .count();
        if (functions == 1) {
            command(
                    "take the throttle away now; it is final for 24 hours, over all levers of the function",
                    "./breakwater release " + where(standing.get(0)) + " -c FILE");
        } else if (functions > 1) {
            command(
                    "take one throttle away now; it is final for 24 hours, over all levers of the function",
                    "./breakwater release FUNCTION --account ID --region REGION -c FILE");
        } else if (story.leftAlone() && !story.over()) {
            command(
                    "let it be throttled again before the 24 hours are over",
                    "./breakwater release --again-allowed " + where(story.notThrottled()) + " -c FILE");
        }
    }

    private static String where(JsonNode d) {
        return Levers.quoted(d.path("function").asText())
                + Levers.place(d.path("account").asText(), d.path("region").asText());
    }

    /** At the limit that control computed, by its lever; nothing where none is known to be safe and of use. */
    private void byHand() {
        JsonNode d = story.byHand();
        if (d == null) return;
        command(
                "hold it by hand, at the limit that its usual peak leaves room for",
                Levers.byHand(
                        DoneSection.lever(d),
                        DoneSection.number(d, "limit"),
                        new FunctionRef(
                                d.path("account").asText(),
                                d.path("region").asText(),
                                d.path("function").asText())));
    }

    private void command(String what, String line) {
        page.open("div").leaf("dt", what).open("dd").leaf("code", line).close().close();
    }
}
