package dev.breakwater.report.incident;

import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.report.Wording;
import dev.breakwater.report.plot.Moments;
import java.time.Instant;
import java.util.Locale;

/** The texts that describe a decision and its kind of limit. Each text shows whether its limit is only requested. */
public final class DecisionText {

    /** The largest length of AWS's own error text. */
    private static final int LONGEST_DETAIL = 300;

    private DecisionText() {}

    public static String label(DecisionRow d) {
        String type = d.type();
        return switch (type) {
            case "throttle", "lower", "raise", "release" -> type + " asked for";
            case "could-not", "given-back" -> type.replace('-', ' ');
            case "refuse" -> "not throttled";
            case "override" -> Moments.byHand(d);
            case "accept" -> "accepted";
            case "request" -> "asked by a person";
            case "expire" -> "proposal " + Moments.ended(d);
            case "tell" -> d.alert() == null ? "no alert names it" : "told with " + d.alert();
            default -> type;
        };
    }

    /** Returns the decision and its reason as a sentence. */
    public static String sentence(DecisionRow d) {
        String until = "until " + minute(d.limits().until());
        String what = switch (d.type()) {
            case "throttle", "held" -> limit(d) + ", before: " + restored(d) + "; " + until + " at the latest: ";
            case "lower", "raise", "prolong", "could-not" -> limit(d) + ": ";
            case "release", "given-back" -> "to " + restored(d) + ", as found: ";
            case "propose", "refuse", "expire" -> d.limits().limit() == null ? "" : limit(d) + ": ";
            case "accept" -> until + ": ";
            default -> "";
        };
        // the label already says that a person asked
        String why = d.type().equals("request") ? d.detail().replaceFirst("^a person asked for it: ", "") : d.detail();
        return what + Wording.cut(why, LONGEST_DETAIL);
    }

    /**
     * Returns the person, the origin of the request, and the largest cost of an acceptance, with a comma before each.
     */
    public static String acceptedWords(DecisionRow d) {
        return d.detail().replaceFirst("^.*?\\baccept\\b", "");
    }

    /** Returns a space and the function's name if the incident is not about this function, otherwise an empty text. */
    public static String of(IncidentStory story, DecisionRow d) {
        String function = d.where().function();
        boolean same = function == null || function.equals(story.alarm().component());
        return same ? "" : ' ' + PageSummary.name(function);
    }

    /**
     * Returns the cost above normal in the last hour or, of a lasting change, an hour's mean of the last day and its cost
     * in a month.
     */
    public static String aboveNormal(DecisionRow d) {
        if (!d.lasts()) return String.format(Locale.ROOT, "%.2f USD above normal in the last hour", d.usdPerHour());
        return Wording.monthly(d.usdPerHour(), "above normal over the last day");
    }

    public static String limit(DecisionRow d) {
        return d.limits().asLever().to(orNone(d.limits().limit()));
    }

    /** Returns the earlier value, which will be restored. */
    public static String restored(DecisionRow d) {
        return d.limits().asLever().restored(orNone(d.limits().previous()));
    }

    private static String minute(Instant at) {
        return at == null ? "" : Wording.minute(at);
    }

    private static int orNone(Integer limit) {
        return limit == null ? -1 : limit;
    }
}
