package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.cli.command.OutputOptions.OutputFormat;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.act.LeaseEnd;
import dev.breakwater.connectors.lambda.act.Sweep;
import dev.breakwater.guard.live.Place;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** Prints what came of ending leases: as text each end as it comes, as JSON all at the end. */
final class LeaseEnds {

    private final CommandLine command;
    private final OutputFormat format;

    LeaseEnds(CommandLine command, OutputFormat format) {
        this.command = command;
        this.format = format;
    }

    void tell(LeaseEnd e) {
        if (format == OutputFormat.JSON) return;
        line(
                "%s/%s/%s%s %s%s%s%n",
                e.function().account(),
                e.function().region(),
                e.function().function(),
                lever(e.limit()),
                outcome(e),
                e.restored() >= -1 ? ", restored " + StatusCommand.limit(e.restored()) : "",
                e.detail().isEmpty() ? "" : ": " + e.detail());
    }

    /** What one place came to. */
    Sweep.Result told(Place place, Sweep.Result result) {
        long done = result.ends().stream().filter(LeaseEnd::done).count();
        if (format != OutputFormat.JSON) {
            line(
                    "%s/%s: %d limits bear tags of ours, %d leases ended, %d could not be, %s%n",
                    place.account(),
                    place.region(),
                    result.seen(),
                    done,
                    result.ends().size() - done,
                    result.gaps().isEmpty() ? "all was seen" : "not all was seen");
        }
        return result;
    }

    /**
     * Concludes all places together; the exit code says whether all was seen and done.
     *
     * @param nothing what to say where nothing was done though all was seen, or empty
     */
    int conclude(List<Sweep.Result> results, String nothing) {
        List<String> gaps = results.stream().flatMap(r -> r.gaps().stream()).toList();
        List<LeaseEnd> ends = results.stream().flatMap(r -> r.ends().stream()).toList();
        if (format == OutputFormat.JSON) {
            ObjectNode o = new ObjectMapper().createObjectNode();
            o.set("ends", json(ends));
            gaps.forEach(o.putArray("gaps")::add);
            command.getOut().println(o);
        } else if (ends.isEmpty() && gaps.isEmpty() && !nothing.isEmpty()) {
            command.getOut().println(nothing);
        }
        printGaps(command, gaps);
        if (results.stream().allMatch(Sweep.Result::done)) return 0;
        command.getErr().println("breakwater: what to do: docs/runbook.md#sweep");
        return 1;
    }

    /** Says on standard error what could not be read. */
    static void printGaps(CommandLine command, List<String> gaps) {
        gaps.forEach(gap -> command.getErr().println("breakwater: cannot tell: " + gap));
    }

    private void line(String format, Object... args) {
        command.getOut().printf(format, args);
        command.getOut().flush();
    }

    private static ArrayNode json(List<LeaseEnd> ends) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (LeaseEnd e : ends) {
            ObjectNode o = array.addObject()
                    .put("account", e.function().account())
                    .put("region", e.function().region())
                    .put("function", e.function().function())
                    .put("lever", e.limit().kind().wire())
                    .put("outcome", outcome(e))
                    .put("detail", e.detail());
            if (!e.limit().mapping().isEmpty()) o.put("mapping", e.limit().mapping());
            if (e.restored() >= -1) o.put("restored", e.restored() < 0 ? null : e.restored());
        }
        return array;
    }

    /** Which limit, where it is not the function's own. */
    static String lever(LeverRef limit) {
        return limit.text().isEmpty() ? "" : " (" + limit.text() + ')';
    }

    private static String outcome(LeaseEnd e) {
        return e.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
