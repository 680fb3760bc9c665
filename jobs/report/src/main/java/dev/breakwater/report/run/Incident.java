package dev.breakwater.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.policy.Lever;
import dev.breakwater.report.Levers;
import dev.breakwater.report.Wording;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code incidents.jsonl}.
 *
 * @param target   the function's or group's name, or {@code whole account}
 * @param paged    null when nobody was paged
 * @param ended    null when the input ended first
 * @param evidence the test that said most, one line for people
 * @param planned  what a window expected, one line for people; empty where there was none
 * @param ahead    what it would have come to at the rate of the page, USD by the end of the day and of the month
 * @param refusedGood calls that the baseline would have had and that throttles refused
 * @param reason   one line for people
 * @param budget   where the budget stood, null for a surge
 */
public record Incident(
        String id,
        String scope,
        String target,
        String place,
        String kind,
        String severity,
        Instant onset,
        Instant detected,
        Instant paged,
        Instant ended,
        Reading observed,
        Reading expected,
        String evidence,
        String planned,
        Ahead ahead,
        double excessUsd,
        double avertedUsd,
        long refusedGood,
        List<Action> actions,
        String reason,
        Budget budget) {

    private static final int LONGEST_NAME = 280;

    /** Demand in calls a minute, concurrency, USD an hour. */
    public record Reading(double demand, double concurrency, double usdPerHour) {}

    /** USD by the end of the day and of the month. */
    public record Ahead(double dayUsd, double monthUsd) {}

    /** Where a budget stood when its alarm was told. The end is null when it was not in sight. */
    public record Budget(
            String name, String per, double amountUsd, double spentUsd, double usdPerHour, Instant exhausted) {}

    /** Something done to the function. A value below 0 or none means: no limit. */
    public record Action(String type, Instant at, Integer value, Lever lever) {

        /** The limit after it in words; empty for none. */
        public String limit() {
            int limit = value == null ? -1 : value;
            if (type.equals("release")) return "to " + Levers.restored(lever, limit) + ", as found";
            return limit < 0 ? "" : Levers.to(lever, limit);
        }
    }

    /** Reads a line; throws {@link IllegalArgumentException} when what it cannot do without is missing. */
    static Incident of(JsonNode line) {
        Instant onset = instant(line, "onset");
        if (onset == null) throw new IllegalArgumentException("no onset");
        Instant detected = instant(line, "detectedAt");
        return new Incident(
                line.path("incident").asText(),
                line.path("scope").asText("function"),
                target(line),
                line.path("account").asText() + " · " + line.path("region").asText(),
                line.path("kind").asText("unknown"),
                severity(line.path("severity").asText()),
                onset,
                detected == null ? onset : detected,
                instant(line, "pagedAt"),
                instant(line, "endedAt"),
                reading(line.path("observed")),
                reading(line.path("expected")),
                line.at("/evidence/text").asText(),
                line.at("/window/text").asText(),
                ahead(line.path("projection")),
                line.path("excessUsd").asDouble(),
                line.path("avertedUsd").asDouble(),
                line.path("refusedGood").asLong(),
                actions(line.path("actions")),
                sentence(line.path("reason").asText()),
                budget(line.path("budget")));
    }

    public long actions(String type) {
        return actions.stream().filter(action -> action.type().equals(type)).count();
    }

    /** The id of its card on the page: letters and digits of its own id. */
    public String anchor() {
        String safe = id.replaceAll("[^A-Za-z0-9-]", "");
        return "i-" + safe.substring(0, Math.min(64, safe.length()));
    }

    /** How long after the onset. */
    public String since(Instant at) {
        return Wording.span(Duration.between(onset, at));
    }

    private static String target(JsonNode line) {
        if (line.hasNonNull("function")) return name(line.get("function").asText());
        if (line.hasNonNull("group")) return name(line.get("group").asText());
        return "whole account";
    }

    /** A name stands in many places of the page; no real one is as long as this. */
    private static String name(String name) {
        if (name.length() <= LONGEST_NAME) return name;
        return name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME / 2)) + "…";
    }

    /** The severity becomes a class name of the page, so only the four known ones pass. */
    private static String severity(String named) {
        return List.of("critical", "error", "warning").contains(named) ? named : "info";
    }

    private static Reading reading(JsonNode node) {
        return new Reading(
                node.path("demandPerMinute").asDouble(),
                node.path("concurrency").asDouble(),
                node.path("usdPerHour").asDouble());
    }

    private static Ahead ahead(JsonNode node) {
        return new Ahead(
                node.path("endOfDayUsd").asDouble(), node.path("endOfMonthUsd").asDouble());
    }

    private static Budget budget(JsonNode node) {
        if (!node.isObject()) return null;
        return new Budget(
                name(node.path("name").asText()),
                node.path("per").asText("month").equals("day") ? "day" : "month",
                node.path("amountUsd").asDouble(),
                node.path("spentUsd").asDouble(),
                node.path("usdPerHour").asDouble(),
                instant(node, "exhaustedAt"));
    }

    private static List<Action> actions(JsonNode array) {
        List<Action> actions = new ArrayList<>();
        for (JsonNode node : array) {
            Instant at = instant(node, "at");
            if (at == null) continue;
            JsonNode value = node.path("value");
            Integer limit = value.isNumber() && value.asInt() >= 0 ? value.asInt() : null;
            Lever lever = Levers.named(
                    node.path("lever").asText(), node.path("mapping").asText());
            actions.add(new Action(node.path("type").asText(), at, limit, lever));
        }
        return List.copyOf(actions);
    }

    /** A reason's text when the file names the reason, else what the file says. */
    static String sentence(String reason) {
        return Reason.of(reason).map(Reason::text).orElse(reason);
    }

    static Instant instant(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isNumber()) return Instant.ofEpochMilli(value.asLong());
        if (!value.isTextual()) return null;
        try {
            return Instant.parse(value.asText());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(field + " is no time", e);
        }
    }
}
