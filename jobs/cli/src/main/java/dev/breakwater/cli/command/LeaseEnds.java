package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.lambda.LeaseEnd;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints what came of ending leases. */
final class LeaseEnds {

    private LeaseEnds() {}

    /**
     * @param gaps what could not be read: there may be leases behind it, so that an empty list is no all-clear
     */
    static void print(PrintWriter out, OutputFormat format, List<LeaseEnd> ends, List<String> gaps) {
        if (format == OutputFormat.JSON) {
            ObjectNode o = new ObjectMapper().createObjectNode();
            o.set("ends", json(ends));
            gaps.forEach(o.putArray("gaps")::add);
            out.println(o);
            return;
        }
        if (ends.isEmpty() && gaps.isEmpty()) out.println("nothing to release");
        for (LeaseEnd e : ends) {
            out.printf(
                    "%s/%s/%s %s%s%s%n",
                    e.function().account(),
                    e.function().region(),
                    e.function().function(),
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
                    .put("outcome", outcome(e))
                    .put("detail", e.detail());
            if (e.restored() >= -1) o.put("restored", e.restored() < 0 ? null : e.restored());
        }
        return array;
    }

    private static String outcome(LeaseEnd e) {
        return e.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
