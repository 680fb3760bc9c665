package dev.breakwater.report.incident;

import dev.breakwater.report.Pages;
import dev.breakwater.report.Slower;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Explains each kind of page. The rows are in {@code advice.txt}, and the first table of docs/runbook.md shows them.
 *
 * @param kinds   the kinds of incident and of our own alerts to which the advice applies; may be empty
 * @param page    what the page says
 * @param means   the meaning of the page, as a sentence without a full stop
 * @param look    the first thing to look at
 * @param usually the usual remedy
 */
public record Advice(List<String> kinds, String page, String means, String look, String usually) {

    private static final List<Advice> ALL =
            Pages.resource("advice.txt").lines().map(Advice::read).toList();

    private static Advice read(String row) {
        String[] cell = row.split(" \\| ");
        return new Advice(List.of(cell[0].split(" ")), cell[1], cell[2], cell[3], cell[4]);
    }

    /** Returns the advice for a story. The advice is empty if the runbook has no advice for this kind of incident. */
    public static Optional<Advice> of(IncidentStory story) {
        boolean slower = !story.fleet() && story.surge() && Slower.is(story.incident());
        String kind =
                story.fleet() ? "fleet" : slower ? "slower" : story.alarm().kind();
        return ALL.stream().filter(advice -> advice.kinds.contains(kind)).findFirst();
    }

    /** Returns all advice as a table in Markdown. */
    public static String table() {
        return ALL.stream()
                .map(a -> "| " + String.join(" | ", a.page, a.means, a.look, a.usually) + " |\n")
                .collect(Collectors.joining(
                        "", "| the page says | it means | look first at | usually |\n|---|---|---|---|\n", ""));
    }

    /** Returns the heading under which the runbook says more, in quotes. */
    public String heading() {
        int quote = look.indexOf('"');
        String named = quote < 0 ? usually : look;
        int from = named.indexOf('"');
        return from < 0 ? "\"What a page means\"" : named.substring(from);
    }
}
