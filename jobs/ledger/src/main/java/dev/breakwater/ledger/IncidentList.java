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
import java.util.stream.Stream;

/**
 * The incidents that the files of a run tell of. One that is over has its line; of one that is still open the decisions tell
 * what is known of it by then, and how its function stands what it costs. Of all of them the decisions tell whether a page was
 * only recorded, in mode observe.
 */
public final class IncidentList {

    private static final Set<String> OF_LIMITS =
            Set.of("throttle", "lower", "raise", "release", "override", "given-back");
    private static final Set<String> OF_MODE = Set.of(Reason.MODE_OBSERVE.wire(), Reason.MODE_ALERT.wire());

    private static final Set<String> TELLS = Set.of(Reason.MODE_ALERT.wire(), Reason.ABOVE_THROTTLE_LINE.wire());

    private final List<IncidentRow> over = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Told> open = new LinkedHashMap<>();
    /** Those whose page was of mode observe, and of which no decision is of a mode that tells people. */
    private final Set<String> recordedOnly = new HashSet<>();

    /** All of them, by onset. */
    public static List<IncidentRow> of(RunFolder run) throws IOException {
        IncidentList list = new IncidentList();
        run.each(LedgerFile.INCIDENTS, list::take);
        run.each(LedgerFile.DECISIONS, list::take);
        run.each(LedgerFile.FLEET, list::take);
        run.each(LedgerFile.BUDGETS, list::take);
        return list.all();
    }

    /** Takes one that is over. */
    public void take(IncidentRow i) {
        if (ids.add(i.identity().incident()) && i.times().onset() != null) over.add(i);
        open.remove(i.identity().incident());
    }

    /** Takes a decision about one. */
    public void take(DecisionRow d) {
        if (d.type().equals("page") && d.reason().equals(Reason.MODE_OBSERVE.wire())) recordedOnly.add(d.incident());
        else if (TELLS.contains(d.reason())) recordedOnly.remove(d.incident());
        if (d.incident().isEmpty() || ids.contains(d.incident())) return;
        if (d.type().equals("open") && d.finding() != null) open.putIfAbsent(d.incident(), new Told(d));
        Told known = open.get(d.incident());
        if (known != null) known.take(d);
    }

    /** Takes how a function stands, after the decisions. */
    public void take(FleetRow f) {
        if (f.at() == null || open.isEmpty()) return;
        for (Told told : open.values()) told.take(f);
    }

    /** Takes where a budget stands, after the decisions. */
    public void take(BudgetRow b) {
        for (Told told : open.values()) told.take(b);
    }

    /** What was taken so far, by onset. */
    public List<IncidentRow> all() {
        return byOnset(Stream.concat(over.stream(), open.values().stream().map(Told::row)));
    }

    /** Those that are over, by onset; of a recording also those that its end cut off. */
    public List<IncidentRow> over() {
        return byOnset(over.stream());
    }

    private List<IncidentRow> byOnset(Stream<IncidentRow> rows) {
        return rows.map(i -> recordedOnly.contains(i.identity().incident()) ? i.asRecordedOnly() : i)
                .sorted(Comparator.comparing(i -> i.times().onset()))
                .toList();
    }

    /** What was decided of one. */
    private static final class Told {

        private final DecisionRow opened;
        private final List<IncidentRow.Action> actions = new ArrayList<>();
        private DecisionRow paged;
        private DecisionRow closed;
        private Integer wouldLimit;
        private String wouldWhy;
        /** The most that it was above normal, or a trailing hour was, USD: it was at least that. */
        private BigDecimal excess;

        private Instant excessBy;
        /** Where the budget stood when it was told last. */
        private BudgetPosition.Figures standing;

        Told(DecisionRow opened) {
            this.opened = opened;
            excessBy = end(opened);
            excess = BigDecimal.ZERO;
        }

        void take(DecisionRow d) {
            atLeast(BigDecimal.valueOf(d.usdPerHour()), end(d));
            if (d.finding() != null && d.finding().excessUsd() != null)
                atLeast(d.finding().excessUsd(), end(d));
            if (d.type().equals("page") && paged == null) paged = d;
            if (d.type().equals("close")) closed = d;
            boolean ofMode = d.type().equals("refuse") && OF_MODE.contains(d.reason());
            if (ofMode || d.type().equals("propose") && d.reason().equals(Reason.NOT_WORTH.wire())) {
                wouldLimit = d.limits().limit();
                wouldWhy = d.reason();
            }
            if (!OF_LIMITS.contains(d.type())) return;
            DecisionRow.Limit limit = d.limits();
            boolean back = limit.limit() == null;
            actions.add(new IncidentRow.Action(
                    d.type(), d.at(), back ? limit.previous() : limit.limit(), limit.lever(), limit.mapping()));
        }

        void take(FleetRow f) {
            Where where = opened.where();
            boolean mine = where.function() != null
                    && where.function().equals(f.function())
                    && where.account().equals(f.account())
                    && where.region().equals(f.region());
            if (!mine || opened.budget() != null || f.at().isBefore(excessBy)) return;
            boolean same = f.surgeSince() != null
                    && f.surgeSince().equals(opened.finding().onset());
            if (!same) {
                if (f.expectedUsdPerHour() != null)
                    atLeast(BigDecimal.valueOf(f.usdPerHour() - f.expectedUsdPerHour()), f.at());
                return;
            }
            excess = f.aboveUsd();
            excessBy = f.at();
        }

        void take(BudgetRow b) {
            BudgetPosition told = opened.budget();
            if (told == null || b.at() == null || b.at().isBefore(end(opened))) return;
            boolean mine = told.figures().name().equals(b.figures().name())
                    && told.figures().per().equals(b.figures().per())
                    && opened.where().account().equals(b.where().account());
            if (mine) standing = b.figures();
        }

        private void atLeast(BigDecimal usd, Instant by) {
            if (usd.compareTo(excess) <= 0) return;
            excess = usd;
            excessBy = by;
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
                            finding.onset(), end(opened), end(paged), closed == null ? null : closed.at(), null),
                    finding.found(),
                    finding.projection(),
                    new IncidentRow.Money(excess, BigDecimal.ZERO, 0, wouldLimit, null, null, wouldWhy, excessBy),
                    actions,
                    closed == null ? "" : closed.reason(),
                    budget());
        }

        private BudgetPosition budget() {
            BudgetPosition b = opened.budget();
            return b == null || standing == null ? b : new BudgetPosition(b.alarm(), b.step(), b.group(), standing);
        }

        /** End of the data minute that led to it. */
        private static Instant end(DecisionRow d) {
            if (d == null) return null;
            Long minute = d.decided().minute();
            return minute == null ? d.at() : Instant.ofEpochSecond((minute + 1) * 60);
        }
    }
}
