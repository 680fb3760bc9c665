package dev.breakwater.cli.report;

import dev.breakwater.report.Levers;
import dev.breakwater.report.Wording;
import java.time.Duration;
import java.time.Instant;

/** One incident: who, what, when, how much, what was done, and its plot. */
final class IncidentCard {

    private final Markup page;
    private final Incident incident;

    private IncidentCard(Markup page, Incident incident) {
        this.page = page;
        this.incident = incident;
    }

    /** @param series null when the run wrote no plot of it */
    static void draw(Markup page, Incident incident, PlotSeries series) {
        page.open("article", "class", "card " + incident.severity(), "id", anchor(incident));
        IncidentCard card = new IncidentCard(page, incident);
        card.head();
        card.times();
        if (incident.budget() != null) {
            page.close();
            return;
        }
        card.figures();
        card.actions();
        if (series == null) {
            page.leaf("p", "No plot was written for this incident.", "class", "quiet");
        } else {
            page.open("div", "class", "wide");
            SvgPlot.draw(page, incident, series);
            page.close();
        }
        page.close();
    }

    /** The id of the card: letters and digits of the incident's id. */
    static String anchor(Incident incident) {
        String safe = incident.id().replaceAll("[^A-Za-z0-9-]", "");
        return "i-" + safe.substring(0, Math.min(64, safe.length()));
    }

    private void head() {
        page.open("h3").leaf("span", incident.target(), "class", "target");
        page.text(" ").leaf("span", incident.kind(), "class", "badge");
        page.text(" ").leaf("span", incident.severity(), "class", "badge " + incident.severity());
        page.close();
        String place = incident.scope() + " · " + incident.place() + " · incident " + incident.id();
        page.leaf("p", place, "class", "quiet");
        if (!incident.evidence().isEmpty()) page.leaf("p", incident.evidence(), "class", "reason");
        if (!incident.planned().isEmpty()) page.leaf("p", "expected " + incident.planned(), "class", "reason");
        if (!incident.reason().isEmpty()) page.leaf("p", "ended: " + incident.reason(), "class", "quiet");
    }

    private void times() {
        page.open("dl", "class", "facts");
        time("onset", incident.onset(), "");
        time("detected", incident.detected(), "after " + since(incident.detected()));
        if (incident.paged() == null) fact("paged", "nobody", "");
        else time("paged", incident.paged(), "after " + since(incident.paged()));
        if (incident.ended() == null) fact("ended", "open", "the input ended first");
        else time("ended", incident.ended(), "lasted " + since(incident.ended()));
        if (incident.budget() != null) budget(incident.budget());
        else money();
        page.close();
    }

    private void budget(Incident.Budget budget) {
        fact("budget", budget.name(), Wording.usd(budget.amountUsd()) + " a " + budget.per());
        fact("spent", Wording.usd(budget.spentUsd()), "at " + Wording.usd(budget.usdPerHour()) + " an hour");
        if (budget.exhausted() == null) fact("exhausted", "not in this " + budget.per(), "");
        else time("exhausted", budget.exhausted(), "at that rate");
    }

    private void money() {
        fact("excess", Wording.usd(incident.excessUsd()), "over expected");
        if (incident.ahead().dayUsd() > 0) {
            String month = Wording.usd(incident.ahead().monthUsd()) + " by the end of the month";
            fact("at that rate", Wording.usd(incident.ahead().dayUsd()), "by midnight, " + month);
        }
        fact("averted", Wording.usd(incident.avertedUsd()), incident.avertedUsd() > 0 ? "by the throttle" : "");
        String calls = Wording.number(incident.refusedGood());
        if (incident.actions("throttle") > 0) fact("good calls refused", calls, "estimated from the baseline");
    }

    private String since(Instant at) {
        return Wording.span(Duration.between(incident.onset(), at));
    }

    private void time(String name, Instant at, String note) {
        page.open("div").leaf("dt", name).open("dd");
        page.leaf("time", Wording.minute(at), "datetime", at).close();
        note(note);
    }

    private void fact(String name, String value, String note) {
        page.open("div").leaf("dt", name).leaf("dd", value);
        note(note);
    }

    private void note(String note) {
        if (!note.isEmpty()) page.leaf("dd", note, "class", "quiet");
        page.close();
    }

    private void figures() {
        page.open("table", "class", "small").open("thead").open("tr");
        head("at " + (incident.paged() == null ? "detection" : "the page"), "observed", "expected", "ratio");
        page.close().close().open("tbody");
        Incident.Reading seen = incident.observed();
        Incident.Reading usual = incident.expected();
        row("demand, calls/min", seen.demand(), usual.demand(), false);
        row("concurrency", seen.concurrency(), usual.concurrency(), false);
        row("cost, USD/hour", seen.usdPerHour(), usual.usdPerHour(), true);
        page.close().close();
    }

    private void head(String... names) {
        for (String name : names) page.leaf("th", name, "scope", "col");
    }

    private void row(String name, double seen, double usual, boolean money) {
        page.open("tr").leaf("th", name, "scope", "row");
        page.leaf("td", money ? Wording.usd(seen) : Wording.number(seen));
        page.leaf("td", money ? Wording.usd(usual) : Wording.number(usual));
        page.leaf("td", Wording.ratio(seen, usual)).close();
    }

    private void actions() {
        if (incident.actions().isEmpty()) {
            page.leaf("p", "Nothing was throttled.", "class", "quiet");
            return;
        }
        page.open("ol", "class", "actions");
        for (Incident.Action action : incident.actions()) {
            page.open("li").leaf("time", Wording.minute(action.at()), "datetime", action.at());
            page.text(" ").leaf("b", action.type()).text(" " + value(action)).close();
        }
        page.close();
    }

    private static String value(Incident.Action action) {
        int value = action.value() == null ? -1 : action.value();
        if (action.type().equals("release")) return "to " + Levers.restored(action.lever(), value) + ", as found";
        return value < 0 ? "" : Levers.to(action.lever(), value);
    }
}
