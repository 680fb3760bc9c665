package dev.breakwater.guard.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.core.control.Hold.Stage;
import dev.breakwater.guard.convert.Levers;
import dev.breakwater.guard.page.Standings.Standing;
import java.util.List;

/** How limits stand: held as observed, only asked for, or not seen given back yet; else why nothing was throttled. */
final class HeldSection {

    private static final int SHOWN = 20;

    private final Markup page;
    private final IncidentStory story;

    HeldSection(Markup page, IncidentStory story) {
        this.page = page;
        this.story = story;
    }

    void draw() {
        List<Standing> all = story.standings();
        if (all.isEmpty()) {
            if (!story.over()) notThrottled();
            return;
        }
        for (Stage stage : List.of(Stage.HELD, Stage.ASKED, Stage.RELEASING)) {
            List<Standing> some = all.stream().filter(s -> s.stage() == stage).toList();
            if (!some.isEmpty()) section(stage, some);
        }
    }

    private void section(Stage stage, List<Standing> some) {
        page.open("section", "class", "held-now").leaf("h2", title(stage));
        some.stream().limit(SHOWN).forEach(this::one);
        if (some.size() > SHOWN)
            page.leaf("p", (some.size() - SHOWN) + " more: ./breakwater status -c FILE", "class", "quiet");
        page.close();
    }

    private static String title(Stage stage) {
        return switch (stage) {
            case HELD -> "Held now";
            case ASKED -> "Asked for, not seen set yet";
            default -> "Being given back, not seen so yet";
        };
    }

    private void one(Standing s) {
        JsonNode d = s.decision();
        page.open("p")
                .leaf("b", DoneSection.limit(d))
                .text(DoneSection.of(story, d))
                .close();
        page.open("p");
        if (s.stage() == Stage.HELD) {
            page.text("Seen set. Released by itself, at the latest at ");
            IncidentPage.time(page, d.path("until").asText());
            page.text("; then there is ");
        } else {
            page.text(s.stage() == Stage.ASKED ? "Before it there was " : "Then there is ");
        }
        page.text(Levers.restored(DoneSection.lever(d), DoneSection.number(d, "previous")));
        page.text(s.stage() == Stage.ASKED ? ", as found." : " again, as found.")
                .close();
    }

    private void notThrottled() {
        JsonNode why = story.notThrottled();
        if (why == null) return;
        page.open("section").leaf("h2", "Not throttled");
        page.leaf("p", why.path("detail").asText(), "class", "reason");
        page.close();
    }
}
