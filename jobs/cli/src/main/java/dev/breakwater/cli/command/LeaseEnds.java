package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.lambda.LeaseEnd;
import dev.breakwater.connectors.lambda.LeverRef;
import dev.breakwater.connectors.lambda.Sweep;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** Prints what came of ending leases. */
final class LeaseEnds {

    private LeaseEnds() {}

    /**
     * Prints the results of all places together; the exit code says whether all was seen and done.
     *
     * @param looked the places, in words
     */
    static int conclude(CommandLine command, OutputFormat format, List<Sweep.Result> results, String looked) {
        List<String> gaps = results.stream().flatMap(r -> r.gaps().stream()).toList();
        List<LeaseEnd> ends = results.stream().flatMap(r -> r.ends().stream()).toList();
        print(command.getOut(), format, ends, gaps, looked);
        printGaps(command, gaps);
        return results.stream().allMatch(Sweep.Result::done) ? 0 : 1;
    }

    /** Says on standard error what could not be read. */
    static void printGaps(CommandLine command, List<String> gaps) {
        gaps.forEach(gap -> command.getErr().println("breakwater: cannot tell: " + gap));
    }

    /**
     * @param gaps what could not be read: there may be leases behind it, so that an empty list is no all-clear
     */
    static void print(PrintWriter out, OutputFormat format, List<LeaseEnd> ends, List<String> gaps, String looked) {
        if (format == OutputFormat.JSON) {
            ObjectNode o = new ObjectMapper().createObjectNode();
            o.set("ends", json(ends));
            gaps.forEach(o.putArray("gaps")::add);
            out.println(o);
            return;
        }
        if (ends.isEmpty() && gaps.isEmpty()) out.println("nothing to release in " + looked);
        for (LeaseEnd e : ends) {
            out.printf(
                    "%s/%s/%s%s %s%s%s%n",
                    e.function().account(),
                    e.function().region(),
                    e.function().function(),
                    lever(e.limit()),
                    outcome(e),
                    e.restored() >= -1 ? ", restored " + StatusCommand.limit(e.restored()) : "",
                    e.detail().isEmpty() ? "" : ": " + e.detail());
        }
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
