package dev.breakwater.guard.convert;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.core.calibrate.CalibrationReport;
import dev.breakwater.core.model.NanoUsd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.util.Collector;

/** Makes the alarm connector's events about a bill that known causes do not explain. */
public final class CalibrationEvents {

    private static final long MINUTE = 60_000;

    private CalibrationEvents() {}

    /**
     * Emits a trigger if the difference becomes unexplained, and a resolve if it is explained again. Otherwise emits
     * nothing.
     */
    public static void of(CalibrationReport r, Collector<AlarmEvent> out) {
        if (!r.changed()) return;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("charges_usd", NanoUsd.text(r.nano()));
        details.put("factor", String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", r.factor(), r.low(), r.high()));
        details.put("unexplained", String.format(Locale.ROOT, "%+.1f %%", r.unexplained() * 100));
        out.collect(new AlarmEvent(
                r.alarm() ? AlarmEvent.Action.TRIGGER : AlarmEvent.Action.RESOLVE,
                "breakwater/calibration/" + r.account(),
                "account " + r.account() + ": " + r.text(),
                r.account() + "/all regions",
                AlarmEvent.Severity.WARNING,
                r.minute() * MINUTE,
                "",
                "account",
                "calibration",
                details,
                List.of()));
    }
}
