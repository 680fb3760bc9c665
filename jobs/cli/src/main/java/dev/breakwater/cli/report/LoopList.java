package dev.breakwater.cli.report;

import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import java.util.List;

/** The loops of the trigger graph, step by step. */
final class LoopList {

    private LoopList() {}

    static void draw(Markup page, List<Loop> loops) {
        if (loops.isEmpty()) return;
        page.open("section", "id", "loops").leaf("h2", "Loops");
        for (Loop loop : loops) loop(page, loop);
        page.close();
    }

    private static void loop(Markup page, Loop loop) {
        page.open("article", "class", "card error").open("h3").leaf("span", arrows(loop.text()), "class", "target");
        page.text(" ").leaf("span", loop.certainty().wire(), "class", "badge").close();
        page.leaf("p", ExposureSentences.end(loop) + ".", "class", "quiet").open("ul", "class", "who");
        for (Edge e : loop.edges()) page.leaf("li", arrows(ExposureSentences.edge(e)));
        page.close().close();
    }

    /** A terminal may not have the sign, a page does. */
    private static String arrows(String text) {
        return text.replace(" -> ", " → ");
    }
}
