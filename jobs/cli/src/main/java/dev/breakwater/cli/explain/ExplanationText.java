package dev.breakwater.cli.explain;

import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Found;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.Where;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.Reason;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.report.IncidentText;
import dev.breakwater.report.Wording;
import dev.breakwater.report.incident.DecisionText;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * An explanation for a reader at three in the morning: what happened, since when and why, how much it costs, and what
 * was done.
 */
record ExplanationText(PrintWriter out, Explanation e, boolean recorded) {

    void print() {
        DecisionRow.Finding found = e.finding();
        Incident i = e.record();
        String kind = i != null ? i.identity().kind() : found != null ? found.kind() : "fleet page";
        String severity = i == null ? "" : ", " + i.identity().severity();
        out.printf("incident %s: %s on %s%s, %s%n", e.incident(), kind, who(), severity, e.state());
        if (found != null) found(found);
        e.decisions().stream()
                .filter(d -> d.type().equals("page") && d.budget() == null)
                .findFirst()
                .ifPresent(d ->
                        line("paged", d.at().truncatedTo(ChronoUnit.SECONDS) + " at " + DecisionText.aboveNormal(d)));
        if (i != null) stands(i);
        out.println();
        for (DecisionRow d : e.decisions()) decision(d);
    }

    private String who() {
        Where any = e.where();
        String place = any.account() + " " + any.region();
        if (any.function() != null) return "function " + any.function() + " (" + place + ")";
        if (any.group() != null) return "group " + any.group() + " (" + place + ")";
        return "account " + place;
    }

    private void found(DecisionRow.Finding f) {
        Found seen = f.found();
        line("since", String.valueOf(f.onset()));
        line("why", seen.evidence().text());
        if (e.ofBudget()) return;
        line("observed", reading(seen.observed()));
        line("expected", reading(seen.expected()));
        if (seen.window() != null) line("window", "expected " + seen.window().text());
    }

    private void budget(BudgetRow.Figures b) {
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

    private void stands(Incident i) {
        Instant end = i.times().endedAt();
        if (end != null) line("ended", end.toString());
        else if (i.reason().equals(Reason.END_OF_INPUT.wire())) line("ended", "the input ended first");
        if (i.times().asOf() != null) line("as of", i.times().asOf().toString());
        if (i.budget() != null) {
            budget(i.budget().figures());
            if (i.assumedPrice()) line("prices", new IncidentText(i).assumed());
            return;
        }
        Incident.Money m = i.money();
        Incident.Now now = i.now();
        if (now != null) {
            line(
                    "now",
                    now.stoppedAt() == null
                            ? usd(now.usdPerHour()) + " an hour above normal"
                            : new IncidentText(i).now());
            line(
                    "ahead",
                    usd(now.endOfDayUsd()) + " above normal by the end of the day, " + usd(now.endOfMonthUsd())
                            + " by the end of the month, " + Wording.pace(now.growth()));
        }
        line(
                now == null ? "in all" : "so far",
                usd(m.excessUsd()) + " above normal, " + new IncidentText(i).effect(recorded, ExplanationText::usd));
        if (m.fellUsd() != null) line("corrected", new IncidentText(i).fell());
        if (i.assumedPrice()) line("prices", new IncidentText(i).assumed());
        if (m.wouldLimit() != null) {
            String would = m.notWorth() ? " with a lower throttle.worth" : " in mode enforce";
            String good = m.wouldRefuseGood() == null
                    ? ""
                    : String.format(Locale.ROOT, " and refusing %,d good calls", m.wouldRefuseGood());
            line("would", "be throttled to " + m.wouldLimit() + would + ", sparing " + usd(m.wouldAvertUsd()) + good);
        }
    }

    private void decision(DecisionRow d) {
        String limit = limit(d);
        boolean refused = d.type().equals("refuse");
        String said = other(d)
                + (limit.isEmpty() ? d.detail() : refused ? d.detail() + "; " + limit : limit + ": " + d.detail());
        // decisions of a live run have times with milliseconds, which are not shown
        Instant at = d.at().truncatedTo(ChronoUnit.SECONDS);
        out.printf("  %s  %-9s %s%n", at, d.type(), said.strip());
    }

    /**
     * Returns the limit that was set, requested, refused or released. If a throttle was refused, returns the limit that
     * a person could set.
     */
    private static String limit(DecisionRow d) {
        LeverKind kind = d.limits().asLever().kind();
        String limit =
                d.limits().limit() == null ? "" : "to " + kind.text(d.limits().limit());
        String before =
                d.limits().previous() == null ? null : kind.text(d.limits().previous());
        return switch (d.type()) {
            case "throttle" -> limit + (before != null ? " (was " + before + ")" : " (no limit before)");
            case "release", "given-back" -> before != null ? "to " + before : "to no limit";
            case "refuse" -> limit.isEmpty() ? "" : "a person could throttle it " + limit;
            case "accept" -> "until " + d.limits().until();
            case "propose" ->
                d.limits().until() == null
                        ? limit
                        : limit + ", answer by " + d.limits().until();
            default -> limit;
        };
    }

    /**
     * Returns the function's name. A budget's incident needs it, because it contains decisions about several functions.
     */
    private String other(DecisionRow d) {
        String function = d.where().function();
        boolean other = function != null && !function.equals(e.where().function());
        return other ? function + ": " : "";
    }

    private void line(String name, String value) {
        out.printf("  %-9s %s%n", name, value);
    }

    private static String reading(Reading r) {
        // some surges have no concurrency of one minute
        String concurrency =
                r.concurrency() <= 0 ? "" : String.format(Locale.ROOT, ", concurrency %,.0f", r.concurrency());
        return String.format(
                Locale.ROOT, "%,.0f calls/min%s, %,.2f USD/hour", r.demandPerMinute(), concurrency, r.usdPerHour());
    }

    private static String usd(BigDecimal amount) {
        BigDecimal usd = amount == null ? BigDecimal.ZERO : amount;
        return String.format(Locale.ROOT, "%,.2f USD", usd);
    }
}
