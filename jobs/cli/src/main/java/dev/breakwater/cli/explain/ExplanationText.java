package dev.breakwater.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** An explanation as it is read at three in the morning: what, since when, why, how much, what was done. */
final class ExplanationText {

    private static final int SECONDS = "2026-08-05T14:24:00".length();

    private final PrintWriter out;
    private final Explanation e;

    ExplanationText(PrintWriter out, Explanation e) {
        this.out = out;
        this.e = e;
    }

    void print() {
        JsonNode found = e.finding();
        JsonNode last = e.closed() == null ? found : e.closed();
        String severity =
                e.closed() == null ? "open" : e.closed().path("severity").asText();
        out.printf(
                "incident %s: %s on %s, %s%n", e.incident(), last.path("kind").asText("fleet page"), who(), severity);
        if (!found.isMissingNode()) found(found);
        if (e.closed() != null) closed(e.closed());
        out.println();
        for (JsonNode d : e.decisions()) decision(d);
    }

    private String who() {
        JsonNode any = e.any();
        String place = any.path("account").asText() + " " + any.path("region").asText();
        if (any.hasNonNull("function"))
            return "function " + any.path("function").asText() + " (" + place + ")";
        if (any.hasNonNull("group")) return "group " + any.path("group").asText() + " (" + place + ")";
        return "account " + place;
    }

    private void found(JsonNode f) {
        line("since", f.path("onset").asText());
        line("why", f.at("/evidence/text").asText());
        if (e.any().has("budget")) {
            budget(e.any().path("budget"));
            return;
        }
        line("observed", reading(f.path("observed")));
        line("expected", reading(f.path("expected")));
        if (f.has("window")) line("window", "expected " + f.at("/window/text").asText());
        JsonNode ahead = f.path("projection");
        line(
                "money",
                usd(f.path("excessUsd")) + " above normal by then, " + usd(ahead.path("usdPerHour"))
                        + " an hour; at this rate "
                        + usd(ahead.path("endOfDayUsd")) + " by the end of the day, "
                        + usd(ahead.path("endOfMonthUsd")) + " by the end of the month");
    }

    private void budget(JsonNode b) {
        String per = b.path("per").asText();
        line("budget", b.path("name").asText() + ", " + usd(b.path("amountUsd")) + " a " + per);
        line(
                "spent",
                usd(b.path("spentUsd")) + " since " + b.path("countedSince").asText());
        String end = b.path("exhaustedAt").isTextual()
                ? "spent at " + b.path("exhaustedAt").asText()
                : "not spent within the " + per;
        line("ahead", "at " + usd(b.path("usdPerHour")) + " an hour " + end);
        if (!b.path("forecastUsd").isNumber()) return;
        JsonNode between = b.path("forecastBetweenUsd");
        String forecast = usd(b.path("forecastUsd"));
        line("forecast", forecast + " this month (" + usd(between.path(0)) + " to " + usd(between.path(1)) + ")");
    }

    private void closed(JsonNode i) {
        line(
                "ended",
                i.path("endedAt").isNull()
                        ? "the input ended first"
                        : i.path("endedAt").asText());
        if (i.has("budget")) return;
        line(
                "in all",
                usd(i.path("excessUsd")) + " above normal, " + usd(i.path("avertedUsd")) + " averted, "
                        + String.format(
                                Locale.ROOT,
                                "%,d good calls refused",
                                i.path("refusedGood").asLong()));
    }

    private void decision(JsonNode d) {
        String limit = limit(d);
        out.printf(
                "  %s  %-9s %s%n",
                seconds(d.path("at").asText()),
                d.path("type").asText(),
                (other(d)
                                + limit
                                + (limit.isEmpty() ? "" : ": ")
                                + d.path("detail").asText())
                        .strip());
    }

    /** Which limit: set, asked for, refused, given back; of a refusal the one that a person could set. */
    private static String limit(JsonNode d) {
        String limit = d.path("limit").isNumber() ? "to " + d.path("limit").asInt() : "";
        boolean before = d.path("previous").isNumber();
        return switch (d.path("type").asText()) {
            case "throttle" -> limit + (before ? " (was " + d.path("previous").asInt() + ")" : " (no limit before)");
            case "release", "given-back" -> before ? "to " + d.path("previous").asInt() : "to no limit";
            case "refuse" -> limit.isEmpty() ? "" : "(by hand " + limit + ")";
            case "accept" -> "until " + d.path("until").asText();
            default -> limit;
        };
    }

    /** In a live run decisions bear the clock of the machine; nobody reads its milliseconds. */
    private static String seconds(String at) {
        return at.length() > SECONDS && at.charAt(SECONDS) == '.' ? at.substring(0, SECONDS) + 'Z' : at;
    }

    /** A budget's incident has decisions about functions. */
    private String other(JsonNode d) {
        String function = d.path("function").asText("");
        boolean other = d.hasNonNull("function")
                && !function.equals(e.any().path("function").asText(""));
        return other ? function + ": " : "";
    }

    private void line(String name, String value) {
        out.printf("  %-9s %s%n", name, value);
    }

    private static String reading(JsonNode r) {
        return String.format(
                Locale.ROOT,
                "%,.0f calls/min, concurrency %,.0f, %,.2f USD/hour",
                r.path("demandPerMinute").asDouble(),
                r.path("concurrency").asDouble(),
                r.path("usdPerHour").asDouble());
    }

    private static String usd(JsonNode amount) {
        return String.format(Locale.ROOT, "%,.2f USD", amount.asDouble());
    }
}
