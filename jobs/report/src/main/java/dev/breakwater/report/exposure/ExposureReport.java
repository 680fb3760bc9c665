package dev.breakwater.report.exposure;

import dev.breakwater.exposure.Cap;
import dev.breakwater.exposure.Exposure;
import dev.breakwater.exposure.Exposure.AccountExposure;
import dev.breakwater.exposure.FunctionExposure;
import dev.breakwater.exposure.FunctionExposure.Flag;
import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.entry.Invokers.Invoker;
import dev.breakwater.exposure.iam.Arn;
import dev.breakwater.exposure.loop.Loop;
import dev.breakwater.exposure.loop.TriggerGraph.Edge;
import dev.breakwater.exposure.model.AccountReading.FunctionReading;
import dev.breakwater.exposure.model.AccountReading.Gap;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.report.Pages;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The worst-case cost, with the sentences that the page and the terminal show.
 *
 * @param gaps the unreadable parts
 * @param notes the assumptions, one line each
 * @param history whether the history of functions is known
 */
public record ExposureReport(Exposure exposure, List<Gap> gaps, List<String> notes, boolean history) {

    /**
     * The largest number of cards. No browser opens a page with thousands of cards, so only the table has all
     * functions.
     */
    public static final int CARDS_AT_MOST = 100;

    private static final int NAMES_AT_MOST = 200;
    private static final int INVOKERS_SHOWN = 3;
    private static final int BARS_AT_MOST = 15;

    /** Returns the whole page. The page loads no other file, and the same report gives the same bytes. */
    public String html() {
        return Pages.render("exposure.jte", this);
    }

    public List<FunctionExposure> functions() {
        return exposure.functions();
    }

    /** Returns the functions with the highest cost in an hour. Functions without cost are left out. */
    public List<FunctionExposure> mostExpensive() {
        return functions().stream()
                .filter(f -> f.cost().usdPerHour() > 0)
                .sorted(Comparator.comparingDouble(
                                (FunctionExposure f) -> f.cost().usdPerHour())
                        .reversed())
                .limit(BARS_AT_MOST)
                .toList();
    }

    /** Returns the functions that anyone can start, or that can start themselves. */
    public List<FunctionExposure> near() {
        return functions().stream()
                .filter(f -> f.risk() == Risk.PUBLIC || f.risk() == Risk.LOOP)
                .toList();
    }

    /** Returns the functions with the flag, by risk. */
    public List<FunctionExposure> flagged(Flag flag) {
        return exposure.functions().stream()
                .filter(f -> f.flags().contains(flag))
                .toList();
    }

    /** Returns whether there is enough data to list the functions with the flag. */
    public boolean known(Flag flag) {
        return switch (flag) {
            case UNUSED -> history;
            case NEW -> anyRead(Fact.MODIFIED);
            case UNTAGGED -> anyRead(Fact.TAGS);
            case WIDE -> anyRead(Fact.ROLE);
        };
    }

    private boolean anyRead(Fact fact) {
        List<FunctionExposure> functions = exposure.functions();
        return functions.isEmpty()
                || functions.stream()
                        .map(FunctionExposure::reading)
                        .map(FunctionReading::unread)
                        .anyMatch(unread -> !unread.contains(fact));
    }

    /** Returns the most important finding, in one sentence. */
    public String headline() {
        List<FunctionExposure> functions = functions();
        if (functions.isEmpty()) return "No function could be read, so this report says nothing about the account.";
        long open = functions.stream().filter(FunctionExposure::open).count();
        long unsure = functions.stream().filter(FunctionExposure::unsure).count();
        return count(functions.size(), functions.size() == 1 ? "function" : "functions") + ": "
                + whoCanStart(open, unsure) + "; " + loops() + "; at worst "
                + String.format(Locale.ROOT, "%,.2f USD an hour for one function", highest(functions)) + ".";
    }

    private static String whoCanStart(long open, long unsure) {
        if (open == 0 && unsure > 0) return "it is unknown whether anyone can start " + unsure + " of them";
        String perhaps = unsure == 0 ? "" : ", and perhaps " + unsure + " more";
        return "anyone can start " + (open == 0 ? "none" : count(open, "")) + perhaps;
    }

    private static double highest(List<FunctionExposure> functions) {
        return functions.stream().mapToDouble(f -> f.cost().usdPerHour()).max().orElse(0);
    }

    private String loops() {
        int loops = exposure.loops().size();
        if (loops == 0) return "no loop is known";
        return loops == 1 ? "1 loop" : loops + " loops";
    }

    private static String count(long n, String noun) {
        return String.format(Locale.ROOT, "%,d %s", n, noun).strip();
    }

    /** Returns one line about an account. */
    public static String account(AccountExposure a) {
        return String.format(
                Locale.ROOT,
                "account %s %s: %,.2f USD an hour with %,d of its %,d concurrent executions%s in use, %,.2f a night, %,.2f a"
                        + " weekend",
                a.account(),
                a.region(),
                a.cost().usdPerHour(),
                a.running(),
                a.limit(),
                a.reason() == Cap.Reason.ASSUMED ? " (assumed, because the account's limit could not be read)" : "",
                a.cost().usdPerNight(),
                a.cost().usdPerWeekend());
    }

    /** Returns the advice for ending a loop. */
    public static String end(Loop loop) {
        return loop.cutByAws()
                ? "AWS cuts the loop after about 16 rounds, unless one of its functions allows recursion"
                : "AWS does not cut it";
    }

    /** Returns one step of a loop as text. */
    public static String edge(Edge e) {
        return Arn.brief(e.from()) + " -> " + Arn.brief(e.to()) + ": " + e.text() + " ("
                + e.certainty().wire() + ")";
    }

    public static String name(Risk risk) {
        return switch (risk) {
            case PUBLIC -> "public";
            case LOOP -> "loop";
            case UNKNOWN -> "not known";
            case SHARED -> "others";
            case INTERNAL -> "internal";
        };
    }

    /** Returns the severity that has the same colour as the risk. */
    public static String severity(Risk risk) {
        return switch (risk) {
            case PUBLIC -> "critical";
            case LOOP -> "error";
            case UNKNOWN, SHARED -> "warning";
            case INTERNAL -> "info";
        };
    }

    /** Returns the functions with the flag, by name. */
    public String names(Flag flag) {
        if (!known(flag)) return "not known";
        List<String> names = flagged(flag).stream().map(f -> f.scope().key()).toList();
        return names.isEmpty() ? "none" : first(NAMES_AT_MOST, names, ", ", " and ");
    }

    /** Returns the callers that can start a function, beginning with the most open caller. */
    public static String who(List<Invoker> invokers) {
        if (invokers.isEmpty()) return "nobody known";
        return first(INVOKERS_SHOWN, invokers.stream().map(Invoker::text).toList(), "; ", "; and ");
    }

    private static String first(int most, List<String> texts, String between, String before) {
        String shown = String.join(between, texts.subList(0, Math.min(most, texts.size())));
        int more = texts.size() - most;
        return more > 0 ? shown + before + more + " more" : shown;
    }
}
