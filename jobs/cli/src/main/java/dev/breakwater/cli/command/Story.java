package dev.breakwater.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.cli.replay.Watcher;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells a replay as it happens: one line a decision, a progress bar below them on a terminal. */
final class Story implements Watcher {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int BAR = 40;

    private final PrintWriter out;
    private final boolean terminal;
    private final long total;

    Story(PrintWriter out, boolean terminal, long total) {
        this.out = out;
        this.terminal = terminal;
        this.total = Math.max(1, total);
    }

    @Override
    public void progress(long samples) {
        if (!terminal) return;
        int full = (int) Math.min(BAR, samples * BAR / total);
        out.printf(
                Locale.ROOT,
                "\r[%s%s] %3d %%",
                "#".repeat(full),
                ".".repeat(BAR - full),
                Math.min(100, samples * 100 / total));
        out.flush();
    }

    @Override
    public void decision(JsonNode d) {
        String line = line(d);
        if (line.isEmpty()) return;
        if (terminal) out.print("\r\u001b[K");
        out.printf("%s  %s%n", TIME.format(Instant.parse(d.path("at").asText())), line);
        out.flush();
    }

    void end() {
        if (terminal) out.print("\r\u001b[K");
        out.flush();
    }

    private static String budget(JsonNode d) {
        JsonNode b = d.path("budget");
        String what = switch (d.path("type").asText()) {
            case "open" -> "seen      ";
            case "page" -> "PAGE      ";
            case "propose" -> "propose   throttling " + d.path("group").asText() + ": ";
            case "close" -> "over      ";
            default -> "";
        };
        String spent = String.format(
                Locale.ROOT,
                ", %.2f of %.2f USD",
                b.path("spentUsd").asDouble(),
                b.path("amountUsd").asDouble());
        return what.isEmpty()
                ? ""
                : what + "budget " + b.path("name").asText() + ": "
                        + d.path("detail").asText() + spent;
    }

    private static String line(JsonNode d) {
        if (d.has("budget")) return budget(d);
        String who = d.path("function").asText("");
        if (d.path("function").isNull()) who = "the account";
        return switch (d.path("type").asText()) {
            case "open" -> "seen      " + who + ": " + d.path("detail").asText();
            case "page" ->
                String.format(
                        Locale.ROOT,
                        "PAGE      %s: %.2f USD above normal in the last hour",
                        who,
                        d.path("usdPerHour").asDouble());
            case "throttle" ->
                "THROTTLE  " + who + " to " + d.path("limit").asInt() + " at once, "
                        + (d.path("previous").isNull()
                                ? "no limit before"
                                : "was " + d.path("previous").asInt());
            case "lower" -> "lower     " + who + " to " + d.path("limit").asInt();
            case "raise" ->
                "raise     " + who + " to " + d.path("limit").asInt() + ": "
                        + d.path("detail").asText();
            case "release" -> "RELEASE   " + who + ": " + d.path("detail").asText();
            case "held" -> "held      " + who + " at " + d.path("limit").asInt();
            case "given-back" -> "GIVEN BACK " + who;
            case "could-not" -> "COULD NOT " + who + ": " + d.path("detail").asText();
            case "override" -> "hands off " + who + ": " + d.path("detail").asText();
            case "propose" -> "propose   " + who + ": " + d.path("detail").asText();
            case "accept" -> "accepted  " + who + " until " + d.path("until").asText();
            case "refuse" -> "no act    " + who + ": " + d.path("detail").asText();
            case "close" -> "over      " + who + ": " + d.path("detail").asText();
            default -> "";
        };
    }
}
