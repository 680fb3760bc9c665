package dev.breakwater.engine.control.incident;

import dev.breakwater.engine.control.ControlOutput.AlarmMinute;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.IncidentState.Alarms.AlarmRow;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import java.util.Comparator;
import java.util.Iterator;

/**
 * Writes each alarm minute once. A late sample can change a minute for 15 minutes. A row is therefore written when its
 * minute is 17 minutes older than the newest minute, after 20 minutes by the clock, or when the incident closes.
 */
public record Alarms(Step step) {
    private static final int REVISABLE = 16;
    private static final long LONGEST_WAIT = 20 * Step.MINUTE;

    public void note(IncidentState incident, Assessment a) {
        if (a.episode().level() == Level.NONE || a.episode().kind() == IncidentKind.DEPLOYMENT) return;
        if (a.minute() < incident.evidence.detectedMinute || a.minute() <= incident.alarms.writtenTo) return;
        AlarmRow row = incident.alarms.rows.stream()
                .filter(r -> r.minute == a.minute())
                .findFirst()
                .orElse(null);
        if (row == null) {
            row = new AlarmRow();
            row.minute = a.minute();
            row.at = step.now;
            incident.alarms.rows.add(row);
        }
        row.paged |= a.episode().level() == Level.PAGE;
        row.score = Math.max(row.score, a.episode().score());
        row.severity = incident.severity;
    }

    public void writeDue(IncidentState incident) {
        write(incident, false);
    }

    void writeAll(IncidentState incident) {
        write(incident, true);
    }

    private void write(IncidentState incident, boolean all) {
        incident.alarms.rows.sort(Comparator.comparingLong(r -> r.minute));
        Iterator<AlarmRow> rows = incident.alarms.rows.iterator();
        while (rows.hasNext()) {
            AlarmRow row = rows.next();
            boolean due = row.minute < step.state.pace.newestMinute - REVISABLE || step.now >= dueAt(row);
            if (!all && !due) continue;
            rows.remove();
            incident.alarms.writtenTo = Math.max(incident.alarms.writtenTo, row.minute);
            step.out.alarms.add(new AlarmMinute(row.minute, incident.identity(row.severity), row.score, row.paged));
        }
    }

    public static long dueAt(AlarmRow row) {
        return row.at + LONGEST_WAIT;
    }
}
