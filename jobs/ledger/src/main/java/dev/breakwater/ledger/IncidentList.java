package dev.breakwater.ledger;

import dev.breakwater.core.model.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The incidents that the files of a run tell of. One that is over has its line; of one that is still open the decisions tell
 * what is known of it by then.
 */
public final class IncidentList {

    private static final Set<String> OF_LIMITS =
            Set.of("throttle", "lower", "raise", "release", "override", "given-back");
    private static final Set<String> OF_MODE = Set.of(Reason.MODE_OBSERVE.wire(), Reason.MODE_ALERT.wire());

    private final List<IncidentRow> over = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Told> open = new LinkedHashMap<>();

    /** All of them, by onset. */
    public static List<IncidentRow> of(RunFolder run) throws IOException {
        return read(run).all();
    }

    /** Those that have no line of their own yet: their end is null, and their excess at least what was decided by. */
    public static List<IncidentRow> open(RunFolder run) throws IOException {
        return read(run).open();
    }

    private static IncidentList read(RunFolder run) throws IOException {
        IncidentList list = new IncidentList();
        run.each(LedgerFile.INCIDENTS, list::take);
        run.each(LedgerFile.DECISIONS, list::take);
        return list;
    }

    /** Takes one that is over. */
    public void take(IncidentRow i) {
        if (ids.add(i.identity().incident()) && i.times().onset() != null) over.add(i);
        open.remove(i.identity().incident());
    }

    /** Takes a decision about one. */
    public void take(DecisionRow d) {
        if (d.incident().isEmpty() || ids.contains(d.incident())) return;
        if (d.type().equals("open") && d.finding() != null) open.putIfAbsent(d.incident(), new Told(d));
        Told known = open.get(d.incident());
        if (known != null) known.take(d);
    }

    /** What was taken so far, by onset. */
    public List<IncidentRow> all() {
        List<IncidentRow> all = new ArrayList<>(over);
        all.addAll(open());
        all.sort(Comparator.comparing((IncidentRow i) -> i.times().onset()));
        return all;
    }

    private List<IncidentRow> open() {
        return open.values().stream().map(Told::row).toList();
    }

    /** What was decided of one. */
    private static final class Told {

        private final DecisionRow opened;
        private final List<IncidentRow.Action> actions = new ArrayList<>();
        private DecisionRow paged;
        private DecisionRow closed;
        private Integer wouldLimit;
        /** The most that a trailing hour was above normal, USD: it was at least that. */
        private double hour;

        Told(DecisionRow opened) {
            this.opened = opened;
        }

        void take(DecisionRow d) {
            hour = Math.max(hour, d.usdPerHour());
            if (d.type().equals("page") && paged == null) paged = d;
            if (d.type().equals("close")) closed = d;
            if (d.type().equals("refuse") && OF_MODE.contains(d.reason())) {
                wouldLimit = d.limits().limit();
            }
            if (!OF_LIMITS.contains(d.type())) return;
            DecisionRow.Limit limit = d.limits();
            boolean back = limit.limit() == null;
            actions.add(new IncidentRow.Action(
                    d.type(), d.at(), back ? limit.previous() : limit.limit(), limit.lever(), limit.mapping()));
        }

        IncidentRow row() {
            Where where = opened.where();
            DecisionRow.Finding finding = paged != null && paged.finding() != null ? paged.finding() : opened.finding();
            boolean limited = !actions.isEmpty() || wouldLimit != null;
            return new IncidentRow(
                    new IncidentRow.Identity(
                            opened.incident(),
                            where.scope(),
                            where.account(),
                            where.region(),
                            where.function(),
                            where.group(),
                            finding.kind(),
                            limited ? "critical" : paged != null ? "error" : "warning"),
                    new IncidentRow.Times(
                            finding.onset(), end(opened), end(paged), closed == null ? null : closed.at()),
                    finding.found(),
                    finding.projection(),
                    new IncidentRow.Money(excess(finding), BigDecimal.ZERO, 0, wouldLimit, null),
                    actions,
                    closed == null ? "" : closed.reason(),
                    opened.budget());
        }

        private BigDecimal excess(DecisionRow.Finding finding) {
            BigDecimal told = finding.excessUsd() == null ? BigDecimal.ZERO : finding.excessUsd();
            return told.max(BigDecimal.valueOf(hour));
        }

        /** End of the data minute that led to it. */
        private static Instant end(DecisionRow d) {
            if (d == null) return null;
            Long minute = d.decided().minute();
            return minute == null ? d.at() : Instant.ofEpochSecond((minute + 1) * 60);
        }
    }
}
