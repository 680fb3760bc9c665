package dev.breakwater.cli.explain;

import dev.breakwater.ledger.BudgetPosition;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Found;
import dev.breakwater.ledger.IncidentRow;
import dev.breakwater.ledger.Where;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** An explanation for a reader at three in the morning: what, since when, why, how much, what was done. */
final class ExplanationText {

    private final PrintWriter out;
    private final Explanation e;

    ExplanationText(PrintWriter out, Explanation e) {
        this.out = out;
        this.e = e;
    }

    void print() {
        DecisionRow.Finding found = e.finding();
        IncidentRow closed = e.closed();
        String kind = closed != null ? closed.identity().kind() : found != null ? found.kind() : "fleet page";
        String severity = closed == null ? "open" : closed.identity().severity();
        out.printf("incident %s: %s on %s, %s%n", e.incident(), kind, who(), severity);
        if (found != null) found(found);
        if (closed != null) closed(closed);
        out.println();
        for (DecisionRow d : e.decisions()) decision(d);
    }

    private String who() {
        Where any = e.any().where();
        String place = any.account() + " " + any.region();
        if (any.function() != null) return "function " + any.function() + " (" + place + ")";
        if (any.group() != null) return "group " + any.group() + " (" + place + ")";
        return "account " + place;
    }

    private void found(DecisionRow.Finding f) {
        Found seen = f.found();
        line("since", String.valueOf(f.onset()));
        line("why", seen.evidence().text());
        if (e.any().budget() != null) {
            budget(e.any().budget().figures());
            return;
        }
        line("observed", reading(seen.observed()));
        line("expected", reading(seen.expected()));
        if (seen.window() != null) line("window", "expected " + seen.window().text());
        Found.Projection ahead = f.projection();
        line(
                "money",
                usd(f.excessUsd()) + " above normal by then, " + usd(ahead.usdPerHour())
                        + " an hour; at this rate "
                        + usd(ahead.endOfDayUsd()) + " by the end of the day, "
                        + usd(ahead.endOfMonthUsd()) + " by the end of the month");
    }

    private void budget(BudgetPosition.Figures b) {
        line("budget", b.name() + ", " + usd(b.amountUsd()) + " a " + b.per());
        line("spent", usd(b.spentUsd()) + " since " + b.countedSince());
        String end = b.exhaustedAt() != null ? "spent at " + b.exhaustedAt() : "not spent within the " + b.per();
        line("ahead", "at " + usd(b.usdPerHour()) + " an hour " + end);
        if (b.forecastUsd() == null) return;
        List<BigDecimal> between = b.forecastBetweenUsd();
        line(
                "forecast",
                usd(b.forecastUsd()) + " this month (" + usd(between.get(0)) + " to " + usd(between.get(1)) + ")");
    }

    private void closed(IncidentRow i) {
        Instant end = i.times().endedAt();
        line("ended", end == null ? "the input ended first" : end.toString());
        if (i.budget() != null) return;
        IncidentRow.Money m = i.money();
        line(
                "in all",
                usd(m.excessUsd()) + " above normal, " + usd(m.avertedUsd()) + " averted, "
                        + String.format(Locale.ROOT, "%,d good calls refused", m.refusedGood()));
        if (m.wouldLimit() != null) {
            String would = m.notWorth() ? " if it were worth it" : " in mode enforce";
            String good = m.wouldRefuseGood() == null
                    ? ""
                    : String.format(Locale.ROOT, " and refusing %,d good calls", m.wouldRefuseGood());
            line("would", "be throttled to " + m.wouldLimit() + would + ", sparing " + usd(m.wouldAvertUsd()) + good);
        }
    }

    private void decision(DecisionRow d) {
        String limit = limit(d);
        String said = other(d) + limit + (limit.isEmpty() ? "" : ": ") + d.detail();
        // in a live run decisions carry the machine's clock; its milliseconds do not matter here
        Instant at = d.at().truncatedTo(ChronoUnit.SECONDS);
        out.printf("  %s  %-9s %s%n", at, d.type(), said.strip());
    }

    /** The limit: set, requested, refused, given back; for a refusal the one that a person could set. */
    private static String limit(DecisionRow d) {
        String limit = d.limits().limit() == null ? "" : "to " + d.limits().limit();
        Integer before = d.limits().previous();
        return switch (d.type()) {
            case "throttle" -> limit + (before != null ? " (was " + before + ")" : " (no limit before)");
            case "release", "given-back" -> before != null ? "to " + before : "to no limit";
            case "refuse" -> limit.isEmpty() ? "" : "(by hand " + limit + ")";
            case "accept" -> "until " + d.limits().until();
            case "propose" ->
                d.limits().until() == null
                        ? limit
                        : limit + ", answer by " + d.limits().until();
            default -> limit;
        };
    }

    /** A budget's incident has decisions about functions. */
    private String other(DecisionRow d) {
        String function = d.where().function();
        boolean other = function != null && !function.equals(e.any().where().function());
        return other ? function + ": " : "";
    }

    private void line(String name, String value) {
        out.printf("  %-9s %s%n", name, value);
    }

    private static String reading(Found.Reading r) {
        return String.format(
                Locale.ROOT,
                "%,.0f calls/min, concurrency %,.0f, %,.2f USD/hour",
                r.demandPerMinute(),
                r.concurrency(),
                r.usdPerHour());
    }

    private static String usd(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f USD", amount == null ? BigDecimal.ZERO : amount);
    }
}
