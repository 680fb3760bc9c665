package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.guard.limit.FoundLimit;
import dev.breakwater.guard.limit.Sweep;
import dev.breakwater.guard.live.WatchedPlace;
import dev.breakwater.model.function.Lever;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Prints the results of ending leases. Text appears after each account and region, and JSON appears at the end. */
final class LeaseEnds {

    private final TerminalCommand command;
    private final boolean json;
    private final List<Told> all = new ArrayList<>();

    LeaseEnds(TerminalCommand command, boolean json) {
        this.command = command;
        this.json = json;
    }

    /** Prints the results of one account and region at once. */
    Consumer<Sweep.End> in(WatchedPlace place) {
        return end -> {
            all.add(new Told(place, end));
            if (json) return;
            String what = end.done() ? "" : "not given back: ";
            line("%s/%s/%s: %s%s%n", place.account(), place.region(), name(end.limit()), what, end.words());
        };
    }

    private record Told(WatchedPlace place, Sweep.End end) {}

    /** Prints the result of one account and region. */
    Sweep.Result told(WatchedPlace place, Sweep.Result result) {
        long done = result.ends().stream().filter(Sweep.End::done).count();
        if (!json) {
            line(
                    "%s/%s: %d limits have our tag, %d leases ended, %d could not be ended, %s%n",
                    place.account(),
                    place.region(),
                    result.seen(),
                    done,
                    result.ends().size() - done,
                    result.gaps().isEmpty() ? "everything was read" : "not everything was read");
        }
        return result;
    }

    /**
     * Prints the totals. The exit code shows whether every limit was read and every lease was ended.
     *
     * @param nothing the text to print if every account was read and there was nothing to do; may be empty
     */
    int conclude(List<Sweep.Result> results, String nothing) {
        List<String> gaps =
                results.stream().flatMap(r -> r.gaps().stream()).distinct().toList();
        if (json) {
            ObjectNode o = new ObjectMapper().createObjectNode();
            o.set("ends", json());
            gaps.forEach(o.putArray("gaps")::add);
            command.out().println(o);
        } else if (all.isEmpty() && gaps.isEmpty() && !nothing.isEmpty()) {
            command.out().println(nothing);
        }
        printGaps(command, gaps);
        if (results.stream().allMatch(Sweep.Result::done)) return 0;
        command.note("docs/runbook.md#sweep says what to do");
        return 1;
    }

    /** Prints on standard error which parts could not be read. */
    static void printGaps(TerminalCommand command, List<String> gaps) {
        gaps.forEach(gap -> command.note("cannot tell: " + gap));
    }

    private void line(String format, Object... args) {
        command.out().printf(format, args);
        command.out().flush();
    }

    private ArrayNode json() {
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (Told t : all) {
            FoundLimit limit = t.end.limit();
            ObjectNode o = array.addObject()
                    .put("account", t.place.account())
                    .put("region", t.place.region())
                    .put("function", limit.function())
                    .put("lever", limit.lever().kind().wire())
                    .put("done", t.end.done())
                    .put("detail", t.end.words());
            if (!limit.lever().mapping().isEmpty())
                o.put("mapping", limit.lever().mapping());
        }
        return array;
    }

    /** Returns the limit's name as people write it. */
    static String name(FoundLimit limit) {
        Lever lever = limit.lever();
        return limit.function() + (lever.isReservation() ? "" : " (" + lever.text() + ')');
    }
}
