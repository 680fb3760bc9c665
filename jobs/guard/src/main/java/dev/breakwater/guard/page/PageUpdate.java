package dev.breakwater.guard.page;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.IncidentId;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.guard.convert.AlarmEvents;
import dev.breakwater.guard.wire.PlotMinutes;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Reason;
import dev.breakwater.report.incident.PageSummary.PageAlert;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.util.Collector;

/**
 * An update for the page of an incident.
 *
 * @param page the page's name without its ending: letters, digits and dashes
 * @param json the JSON of an {@link PageAlert}, or a {@link DecisionRow}; empty for minutes of a chart
 * @param plot minutes of the incident's chart, or null
 */
public record PageUpdate(String page, Kind kind, String json, PlotMinutes plot) {

    /** The kinds of content in an update. */
    public enum Kind {
        ALARM,
        DECISION,
        POINT
    }

    PageUpdate(String page, Kind kind, String json) {
        this(page, kind, json, null);
    }

    /** Creates an update with the state of an incident. */
    public static PageUpdate of(IncidentSnapshot i) {
        boolean accepted = i.reason() == Reason.ACCEPTED && i.times().endedAt() < 0;
        boolean goesOn = accepted || i.reason() == Reason.MODE_OBSERVE || i.reason() == Reason.QUIET;
        return of(AlarmEvents.of(i), goesOn, AlarmEvents.facts(i), Incident.of(i));
    }

    /** Creates an update from an alert about any other subject, with the text that every receiver gets. */
    public static PageUpdate of(AlarmEvent e) {
        return of(e, false, e.details(), null);
    }

    /**
     * @param goesOn whether the incident remains open although its alert ends, for example because people accepted it,
     *               the mode is now observe, or the surge paused
     */
    private static PageUpdate of(AlarmEvent e, boolean goesOn, Map<String, String> details, Incident incident) {
        PageAlert alert = new PageAlert(
                (goesOn || e.standsOnly() ? AlarmAction.UPDATE : e.action())
                        .name()
                        .toLowerCase(Locale.ROOT),
                Instant.ofEpochMilli(e.timestampMillis()),
                e.severity().wire(),
                e.clazz(),
                e.scope(),
                e.component(),
                e.source(),
                e.summary(),
                details,
                incident);
        return new PageUpdate(PageNames.of(e), Kind.ALARM, LedgerJson.line(alert));
    }

    /** Emits an update with a decision about an incident. Emits nothing for other decisions. */
    public static void decision(Decision d, Collector<PageUpdate> out) {
        if (!d.incident().isEmpty()) out.collect(of(d.incident(), DecisionRow.of(d)));
    }

    static PageUpdate of(String incident, DecisionRow decision) {
        return new PageUpdate(PageNames.of(incident), Kind.DECISION, LedgerJson.line(decision));
    }

    /** Creates an update with minutes of the incident's chart. */
    public static PageUpdate of(PlotMinutes p) {
        return new PageUpdate(IncidentId.of(p.scope(), p.onset()), Kind.POINT, "", p);
    }

    /** The names of pages, as they appear in files and links. */
    public static final class PageNames {

        private static final int LONGEST = 100;
        private static final String PREFIX = "breakwater/";

        private PageNames() {}

        /**
         * Returns the name of an alarm's page: the page of the alarm's incident, or the alarm's own page. The result is
         * empty if the alarm has no page.
         */
        public static String of(AlarmEvent alarm) {
            String incident = alarm.details().get("incident");
            if (incident != null) return of(incident);
            String key = alarm.dedupKey();
            return of(key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key);
        }

        /**
         * Returns a safe name for the page of an incident. Every character except letters and digits becomes a dash, so
         * that the name cannot be a path.
         */
        public static String of(String incident) {
            String safe = incident.replaceAll("[^A-Za-z0-9]", "-");
            return safe.length() <= LONGEST ? safe : safe.substring(0, LONGEST);
        }
    }
}
