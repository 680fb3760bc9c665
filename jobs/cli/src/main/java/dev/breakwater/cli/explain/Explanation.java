package dev.breakwater.cli.explain;

import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.Where;
import dev.breakwater.ledger.folder.IncidentList;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Everything that a run wrote about one incident.
 *
 * @param incident  the incident's id
 * @param record    the incident's present or final figures; null for a fleet page
 * @param decisions the incident's lines in {@code decisions.jsonl}, in order
 */
record Explanation(String incident, Incident record, List<DecisionRow> decisions) {

    /** Returns the ids, in order, of incidents whose id begins with these letters or whose function has this name. */
    static TreeSet<String> find(RunFolder files, String idOrFunction) throws IOException {
        TreeSet<String> ids = new TreeSet<>();
        files.each(LedgerFile.DECISIONS, d -> {
            boolean ofIncident = d.incident() != null && !d.incident().isEmpty();
            if (ofIncident && names(d.incident(), d.where(), idOrFunction)) ids.add(d.incident());
        });
        // an incident about a limit that an earlier run had set may have no decision yet
        for (Incident i : IncidentList.of(files)) if (names(i.id(), where(i), idOrFunction)) ids.add(i.id());
        return ids;
    }

    private static boolean names(String incident, Where where, String idOrFunction) {
        return incident.startsWith(idOrFunction)
                || idOrFunction.equals(where.function())
                || idOrFunction.equals(where.group());
    }

    private static Where where(Incident i) {
        Incident.Identity of = i.identity();
        return new Where(of.scope(), of.function(), of.group(), of.account(), of.region());
    }

    static Explanation of(RunFolder files, String id) throws IOException {
        Incident record = IncidentList.of(files).stream()
                .filter(i -> i.id().equals(id))
                .findFirst()
                .orElse(null);
        List<DecisionRow> decisions = files.rows(LedgerFile.DECISIONS, d -> id.equals(d.incident()) && d.at() != null);
        decisions.sort(Comparator.comparing(DecisionRow::at));
        return new Explanation(id, record, decisions);
    }

    /**
     * Returns the finding at the time of the page. If the incident did not page, returns the finding at the detection.
     * Null for a fleet page.
     */
    DecisionRow.Finding finding() {
        DecisionRow.Finding found = decisions.isEmpty() ? null : any().finding();
        for (DecisionRow d : decisions) {
            if (d.type().equals("page") && d.finding() != null) found = d.finding();
        }
        return found;
    }

    /**
     * Returns the decision that opened the incident. This decision names the incident's subject. The decisions about
     * functions that a budget throttles come later.
     */
    private DecisionRow any() {
        return decisions.stream()
                .filter(d -> d.type().equals("open"))
                .findFirst()
                .orElse(decisions.get(0));
    }

    /** Returns the subject of the incident. */
    Where where() {
        return decisions.isEmpty() ? where(record) : any().where();
    }

    boolean ofBudget() {
        return any().budget() != null;
    }

    /** Returns {@code open}, {@code accepted} or {@code over}. */
    String state() {
        if (record != null) return record.state();
        return decisions.stream().anyMatch(d -> d.type().equals("close")) ? "over" : "open";
    }

    String json() {
        return LedgerJson.line(new Json(incident, state().equals("open"), finding(), record, decisions));
    }

    private record Json(
            String incident, boolean open, DecisionRow.Finding finding, Incident record, List<DecisionRow> decisions) {}
}
