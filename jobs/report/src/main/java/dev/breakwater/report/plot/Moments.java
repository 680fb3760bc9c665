package dev.breakwater.report.plot;

import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.model.Reason;
import dev.breakwater.report.Wording;
import dev.breakwater.report.plot.IncidentPlot.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * The events in the chart of an incident: its detection, page, approval, throttle and release, and who acted.
 *
 * @param decisions the decisions of the incident
 * @param recorded  whether limits are simulated, so that a requested limit is in force at once
 */
public record Moments(Incident incident, List<DecisionRow> decisions, boolean recorded) {

    private static final int LONGEST_LABEL = 40;

    /** Returns the events, in any order. */
    public List<Moment> all() {
        List<Moment> moments = new ArrayList<>();
        var times = incident.times();
        moments.add(new Moment("onset", "onset", times.onset()));
        moments.add(new Moment("detected", "seen", times.detectedAt()));
        moments.add(new Moment("paged", incident.recordedOnly() ? "would have paged" : "paged", times.pagedAt()));
        for (DecisionRow d : decisions) {
            if (shows(d)) moments.add(new Moment(type(d.type(), recorded), label(d), d.at()));
        }
        moments.add(new Moment("ended", "last above threshold", times.endedAt()));
        return moments;
    }

    /** Returns whether a chart shows the decision. */
    public static boolean shows(DecisionRow d) {
        return !type(d.type(), false).isEmpty() && !d.reason().equals(Reason.REQUEST_OVER.wire());
    }

    private static String type(String decision, boolean recorded) {
        return switch (decision) {
            case "held" -> "throttle";
            case "given-back" -> "release";
            case "throttle", "raise", "lower" -> recorded ? "throttle" : "changed";
            case "release" -> recorded ? "release" : "changed";
            case "propose", "expire", "could-not", "override", "request" -> "changed";
            default -> "";
        };
    }

    private String label(DecisionRow d) {
        Integer limit = d.limits().limit();
        String value = limit == null ? "" : " " + limit;
        return switch (d.type()) {
            case "held" -> "held at" + value;
            case "given-back" -> "released";
            case "propose" -> "approval asked for" + value;
            case "expire" -> ended(d);
            case "could-not" -> "AWS refused";
            case "override" -> byHand(d);
            case "request" -> asked(d.detail());
            default -> d.type() + value + (recorded ? "" : " asked for");
        };
    }

    /** Returns how a proposal ended. */
    public static String ended(DecisionRow d) {
        if (d.reason().equals(Reason.DECLINED.wire())) return "declined";
        return d.reason().equals(Reason.SPARED.wire()) ? "withdrawn" : "expired";
    }

    /** Returns what a person did to a limit. {@code breakwater release} is a release, and not a change at AWS. */
    public static String byHand(DecisionRow d) {
        return d.detail().endsWith("released by hand") ? "released by hand" : "changed by hand";
    }

    /**
     * Shortens the text of a request. For example, {@code a person asked for it: approve, by alice, from console}
     * becomes {@code approve by alice}.
     */
    private static String asked(String detail) {
        String words = detail.replaceFirst("^[^,]*: ", "").replaceFirst(", from .*", "");
        return Wording.cut(words.replaceFirst(", by ", " by "), LONGEST_LABEL);
    }
}
