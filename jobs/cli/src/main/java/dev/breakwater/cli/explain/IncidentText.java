package dev.breakwater.cli.explain;

import dev.breakwater.ledger.Incident;
import dev.breakwater.report.MoneyWords;
import dev.breakwater.report.Wording;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Writes each incident as one line of text. */
public final class IncidentText {

    private IncidentText() {}

    /**
     * Returns a line such as {@code 3f9c2a71b0de 2026-08-05T14:20Z flood checkout (111122223333 eu-west-1): paged after
     * 4 min, ...}.
     */
    public static String line(Incident i) {
        Incident.Identity about = i.identity();
        Incident.Times times = i.times();
        String who = i.budget() != null
                ? "budget " + i.budget().figures().name()
                : about.function() == null && about.group() == null ? "whole account" : about.key();
        String end = times.endedAt() == null ? "open" : "over after " + since(times, times.endedAt());
        String money = "; " + MoneyWords.of(i);
        return String.format(
                "%s  %s  %-12s %s (%s %s): %s, %s%s%s",
                about.incident(),
                Wording.minute(times.onset()),
                about.kind(),
                Wording.visible(who),
                about.account(),
                about.region(),
                paged(i),
                end,
                money,
                limit(i));
    }

    /** Returns the number of incidents, of pages, and of throttles that were set or would have been set. */
    public static String count(List<Incident> all) {
        long paged = all.stream().filter(Incident::paged).count();
        long recorded = all.stream().filter(Incident::recordedOnly).count();
        long throttled = all.stream().filter(IncidentText::throttled).count();
        long would = all.stream()
                .filter(i -> i.money().wouldLimit() != null && !throttled(i))
                .filter(i -> !i.money().notWorth())
                .count();
        long notWorth =
                all.stream().filter(i -> i.money().notWorth() && !throttled(i)).count();
        long open = all.stream().filter(i -> i.times().endedAt() == null).count();
        return Wording.count(all.size(), "incident") + ", " + open + " open, " + paged + " paged, "
                + (recorded == 0 ? "" : recorded + " would have paged (mode observe), ") + throttled
                + " throttled" + (would == 0 ? "" : ", " + would + " more would have been in mode enforce")
                + (notWorth == 0 ? "" : ", " + notWorth + " only proposed: not worth the good calls");
    }

    static boolean throttled(Incident i) {
        return i.actions().stream().anyMatch(a -> "throttle".equals(a.type()));
    }

    private static String paged(Incident i) {
        Instant at = i.times().pagedAt();
        if (at == null) return "nobody paged";
        // budgets have no delay, because a budget's period begins long before its alert
        if (i.budget() != null) return "paged at " + Wording.minute(at);
        return (i.recordedOnly() ? "would have paged after " : "paged after ")
                + since(i.times(), at)
                + (i.recordedOnly() ? " (mode observe)" : "");
    }

    private static String limit(Incident i) {
        if (throttled(i)) {
            String limits = i.actions().stream()
                    .filter(a -> "throttle".equals(a.type()))
                    .map(a -> String.valueOf(a.value()))
                    .collect(Collectors.joining(", then "));
            return "; throttled to " + limits + ", "
                    + beside(i.money().avertedUsd(), i.money().refusedGood());
        }
        if (i.money().wouldLimit() == null) return "";
        String would = i.money().wouldAvertUsd() == null
                ? ""
                : ": " + beside(i.money().wouldAvertUsd(), i.money().wouldRefuseGood());
        return (i.money().notWorth() ? "; not worth a throttle to " : "; in mode enforce throttled to ")
                + i.money().wouldLimit()
                + would;
    }

    /** Returns the averted cost and the refused good calls as one text. */
    private static String beside(BigDecimal averted, Long good) {
        String refused = good == null ? "" : ", " + Wording.count(good, "good call") + " refused";
        return Wording.usd(averted) + " averted" + refused;
    }

    private static String since(Incident.Times times, Instant at) {
        return Wording.span(Duration.between(times.onset(), at));
    }
}
