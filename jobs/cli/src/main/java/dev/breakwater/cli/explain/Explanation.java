package dev.breakwater.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Everything that a run wrote of one incident.
 *
 * @param incident  its id
 * @param closed    its line in {@code incidents.jsonl}, or null while it is open
 * @param decisions its lines in {@code decisions.jsonl}, in order
 */
record Explanation(String incident, JsonNode closed, List<JsonNode> decisions) {

    /** The ids of incidents that begin with the given letters, in order; those of a function's name too. */
    static TreeSet<String> find(RunFiles files, String idOrFunction) throws IOException {
        TreeSet<String> ids = new TreeSet<>();
        for (JsonNode d : files.lines("decisions.jsonl", d -> names(d, idOrFunction))) {
            String id = d.path("incident").asText();
            if (!id.isEmpty()) ids.add(id);
        }
        return ids;
    }

    private static boolean names(JsonNode decision, String idOrFunction) {
        return decision.path("incident").asText().startsWith(idOrFunction)
                || decision.path("function").asText().equals(idOrFunction)
                || decision.path("group").asText().equals(idOrFunction);
    }

    static Explanation of(RunFiles files, String id) throws IOException {
        List<JsonNode> closed =
                files.lines("incidents.jsonl", i -> i.path("incident").asText().equals(id));
        List<JsonNode> decisions =
                files.lines("decisions.jsonl", d -> d.path("incident").asText().equals(id));
        decisions.sort(Comparator.comparing(d -> Instant.parse(d.path("at").asText())));
        return new Explanation(id, closed.isEmpty() ? null : closed.get(0), decisions);
    }

    /** What was found: of the page, else of the detection. */
    JsonNode finding() {
        JsonNode found = any().path("finding");
        for (JsonNode d : decisions) {
            if (d.path("type").asText().equals("page") && d.has("finding")) found = d.get("finding");
        }
        return found;
    }

    /** What it is about: the decision that opened it; of functions that a budget throttles come others after it. */
    JsonNode any() {
        return decisions.stream()
                .filter(d -> d.path("type").asText().equals("open"))
                .findFirst()
                .orElse(decisions.get(0));
    }

    ObjectNode json() {
        ObjectNode o = new ObjectMapper().createObjectNode();
        o.put("incident", incident);
        o.put("open", closed == null);
        o.set("finding", finding());
        o.set("record", closed);
        decisions.forEach(o.putArray("decisions")::add);
        return o;
    }
}
