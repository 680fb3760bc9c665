package dev.breakwater.guard.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.guard.convert.Levers;
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
        List<JsonNode> held = story.held();
        if (held.size() == 1) {
            JsonNode only = held.get(0);
            String function = Levers.quoted(only.path("function").asText());
            String place = Levers.place(
                    only.path("account").asText(), only.path("region").asText());
            command(
                    "take the throttle away now; the job then keeps off for 24 hours",
                    "./breakwater release " + function + place + " -c FILE");
        } else if (!held.isEmpty()) {
            command(
                    "take one throttle away now; the job then keeps off for 24 hours",
                    "./breakwater release FUNCTION --account ID --region REGION -c FILE");
        }
        command(
                "what is held, everywhere: asks AWS, so it is right where this page is late",
                "./breakwater status -c FILE");
        if (!story.detail("usd_per_hour").isEmpty()
                || !story.detail("charges_usd").isEmpty())
            command("what the month costs", "./breakwater money -c FILE");
        if (held.isEmpty() && (story.ended() || !story.surge())) return;
        if (held.isEmpty() && story.alarm().path("scope").asText().equals("function") && !story.over()) byHand();
        command("stop all throttling; then write mode: alert and restart", "./breakwater release --all -c FILE");
    }

    private void byHand() {
        String function = Levers.quoted(story.alarm().path("component").asText());
        String[] place = story.alarm().path("source").asText().split("/", 2);
        String region = place.length == 2 ? " --region " + Levers.quoted(place[1]) : "";
        command(
                "hold it by hand; never 0 for an asynchronous function",
                "aws lambda put-function-concurrency --function-name " + function
                        + " --reserved-concurrent-executions 5" + region);
    }

    private void command(String what, String line) {
        page.open("div").leaf("dt", what).open("dd").leaf("code", line).close().close();
    }
}
