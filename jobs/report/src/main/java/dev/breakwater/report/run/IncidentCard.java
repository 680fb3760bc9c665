package dev.breakwater.report.run;

import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.Incident.Action;
import dev.breakwater.model.Reason;
import dev.breakwater.report.Wording;
import dev.breakwater.report.incident.PageSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An incident of {@code incidents.jsonl}, prepared for the report. Names are cut at a length that no real name reaches.
 */
public record IncidentCard(Incident row) {

    public IncidentCard {
        if (row.times().onset() == null) throw new IllegalArgumentException("no onset");
    }

    public String id() {
        return row.identity().incident();
    }

    /**
     * Returns the id of the incident's card on the page. The card's id has the letters and digits of the incident's id.
     */
    public String anchor() {
        String safe = id().replaceAll("[^A-Za-z0-9-]", "");
        return "i-" + safe.substring(0, Math.min(64, safe.length()));
    }

    /** Returns the function's or group's name, or {@code whole account}. */
    public String target() {
        boolean account = row.identity().function() == null && row.identity().group() == null;
        return account ? "whole account" : PageSummary.name(row.identity().key());
    }

    public String place() {
        return row.identity().account() + " · " + row.identity().region();
    }

    public String severity() {
        return PageSummary.severity(row.identity().severity());
    }

    public Instant onset() {
        return row.times().onset();
    }

    public Instant detected() {
        return row.times().detectedAt() == null ? onset() : row.times().detectedAt();
    }

    /** Returns the time at which people were paged. The result is null if nobody was paged. */
    public Instant paged() {
        return row.times().pagedAt();
    }

    /** Returns the time at which the incident ended. The result is null if the input ended first. */
    public Instant ended() {
        return row.times().endedAt();
    }

    /** Returns the time from the onset to the given time. */
    public String since(Instant at) {
        return Wording.span(Duration.between(onset(), at));
    }

    public double excessUsd() {
        return row.money().excessUsd().doubleValue();
    }

    double amount(String field) {
        return switch (field) {
            case "excessUsd" -> excessUsd();
            case "refusedGood" -> row.money().refusedGood();
            default -> avertedUsd();
        };
    }

    public double avertedUsd() {
        return row.money().avertedUsd().doubleValue();
    }

    /** Returns the actions with a known time. */
    public List<Action> actions() {
        return row.actions().stream().filter(a -> a.at() != null).toList();
    }

    public long actions(String type) {
        return actions().stream().filter(a -> a.type().equals(type)).count();
    }

    /** Returns the limit after an action, as text. Empty for none. */
    public static String limit(Action action) {
        int limit = action.value() == null ? -1 : action.value();
        if (action.type().equals("release")) return "to " + action.asLever().restored(limit) + ", as found";
        return limit < 0 ? "" : action.asLever().to(limit);
    }

    /** Returns the reason why the incident ended, as one line for people. */
    public String reason() {
        return sentence(row.reason());
    }

    /** Returns the text of a reason. For an unknown reason, returns the text in the file. */
    static String sentence(String reason) {
        return Reason.of(reason).map(Reason::text).orElse(reason);
    }
}
