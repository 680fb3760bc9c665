package dev.breakwater.cli.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.IncidentRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
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
record Explanation(String incident, IncidentRow closed, List<DecisionRow> decisions) {

    /** The ids of incidents that begin with the given letters, in order; those of a function's name too. */
    static TreeSet<String> find(RunFolder files, String idOrFunction) throws IOException {
        TreeSet<String> ids = new TreeSet<>();
        files.each(LedgerFile.DECISIONS, d -> {
            if (d.incident() != null && !d.incident().isEmpty() && names(d, idOrFunction)) ids.add(d.incident());
        });
        return ids;
    }

    private static boolean names(DecisionRow d, String idOrFunction) {
        return d.incident().startsWith(idOrFunction)
                || idOrFunction.equals(d.where().function())
                || idOrFunction.equals(d.where().group());
    }

    static Explanation of(RunFolder files, String id) throws IOException {
        List<IncidentRow> closed =
                files.rows(LedgerFile.INCIDENTS, i -> id.equals(i.identity().incident()));
        List<DecisionRow> decisions = files.rows(LedgerFile.DECISIONS, d -> id.equals(d.incident()) && d.at() != null);
        decisions.sort(Comparator.comparing(DecisionRow::at));
        return new Explanation(id, closed.isEmpty() ? null : closed.get(0), decisions);
    }

    /** The finding of the page, otherwise of the detection; null for a fleet page. */
    DecisionRow.Finding finding() {
        DecisionRow.Finding found = any().finding();
        for (DecisionRow d : decisions) {
            if (d.type().equals("page") && d.finding() != null) found = d.finding();
        }
        return found;
    }

    /** Its subject: the decision that opened it; decisions about functions that a budget throttles come after it. */
    DecisionRow any() {
        return decisions.stream()
                .filter(d -> d.type().equals("open"))
                .findFirst()
                .orElse(decisions.get(0));
    }

    String json() {
        return LedgerJson.line(new Json(incident, closed == null, finding(), closed, decisions));
    }

    private record Json(
            String incident,
            boolean open,
            DecisionRow.Finding finding,
            @JsonProperty("record") IncidentRow closed,
            List<DecisionRow> decisions) {}
}
