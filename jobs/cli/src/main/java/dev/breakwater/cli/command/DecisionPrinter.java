package dev.breakwater.cli.command;

import dev.breakwater.cli.replay.Replay.Watcher;
import dev.breakwater.ledger.BudgetRow;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Found;
import dev.breakwater.model.Evidence;
import dev.breakwater.report.incident.DecisionText;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Prints a replay as it happens, one line per decision. On a terminal, a progress bar is shown below the lines. */
final class DecisionPrinter implements Watcher {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String CONTINUED = "\n" + " ".repeat("Mon 00:00  PAGE      ".length());
    private static final int BAR = 40;
    private static final Set<String> QUIET = Set.of("open", "refuse", "lower", "raise");

    private final PrintWriter out;
    private final boolean terminal;
    private final long total;
    private final boolean all;
    private final Set<String> paged = new HashSet<>();

    /**
     * @param total   the number of samples of the whole replay
     * @param all     whether to also print decisions that no alert reports
     */
    DecisionPrinter(PrintWriter out, boolean terminal, long total, boolean all) {
        this.out = out;
        this.terminal = terminal;
        this.total = Math.max(1, total);
        this.all = all;
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
    public void decision(DecisionRow d) {
        if (d.type().equals("page")) paged.add(d.incident());
        String line = line(d);
        if (line.isEmpty() || !all && isQuiet(d)) return;
        if (terminal) out.print("\r\u001b[K");
        out.printf("%s  %s%n", TIME.format(d.at()), line);
        out.flush();
    }

    void end() {
        if (terminal) out.print("\r\u001b[K");
        out.flush();
    }

    private boolean isQuiet(DecisionRow d) {
        return QUIET.contains(d.type()) || d.type().equals("close") && !paged.contains(d.incident());
    }

    private static String budget(DecisionRow d) {
        BudgetRow.Figures b = d.budget().figures();
        String what = switch (d.type()) {
            case "open" -> "seen      ";
            case "page" -> "PAGE      ";
            case "propose" -> "propose   throttling " + d.where().group() + ": ";
            case "close" -> "over      ";
            default -> "";
        };
        String spent = String.format(Locale.ROOT, ", %.2f of %.2f USD", b.spentUsd(), b.amountUsd());
        return what.isEmpty() ? "" : what + "budget " + b.name() + ": " + d.detail() + spent + b.assumed();
    }

    /** The reason for a page that may come before the threshold: the surge grows, or its calls leapt. */
    private static String early(DecisionRow d) {
        if (d.finding() == null) return "";
        Found.Evidence evidence = d.finding().found().evidence();
        if (evidence.test().equals("growth")) return ", and it grows, so its projected hourly cost counts";
        boolean leaps = Evidence.leaps(evidence.test(), evidence.value());
        return leaps ? String.format(Locale.ROOT, ", calls x%.0f", evidence.value()) : "";
    }

    /** Returns the reason, and what belongs to it on a second line. */
    private static String why(DecisionRow d) {
        return d.more().isEmpty() ? d.detail() : d.detail().replace(": " + d.more(), CONTINUED + d.more());
    }

    private static String line(DecisionRow d) {
        if (d.budget() != null) return budget(d);
        String who = d.where().function() == null ? "the account" : d.where().function();
        Integer limit = d.limits().limit();
        Integer previous = d.limits().previous();
        return switch (d.type()) {
            case "open" -> "seen      " + who + ": " + d.detail();
            case "page" -> "PAGE      " + who + ": " + DecisionText.aboveNormal(d) + early(d);
            case "throttle" ->
                "THROTTLE  " + who + " to " + limit + " at once, "
                        + (previous == null ? "no limit before" : "was " + previous);
            case "lower" -> "lower     " + who + " to " + limit;
            case "raise" -> "raise     " + who + " to " + limit + ": " + d.detail();
            case "release" -> "RELEASE   " + who + ": " + d.detail();
            case "held" -> "held      " + who + " at " + limit;
            case "given-back" -> "GIVEN BACK " + who;
            case "could-not" -> "COULD NOT " + who + ": " + d.detail();
            case "override" -> "hands off " + who + ": " + d.detail();
            case "propose" -> "propose   " + who + ": " + why(d);
            case "accept" -> "accepted  " + who + " until " + d.limits().until();
            case "request" -> "request   " + who + ": " + d.detail();
            case "expire" -> "expired   " + who + ": " + d.detail();
            case "refuse" -> "no act    " + who + ": " + why(d);
            case "close" -> "over      " + who + ": " + why(d);
            default -> "";
        };
    }
}
