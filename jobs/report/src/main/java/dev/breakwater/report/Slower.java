package dev.breakwater.report;

import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reading;
import dev.breakwater.ledger.Found;
import dev.breakwater.ledger.Incident;
import java.util.Locale;
import java.util.Set;

/**
 * Recognises a flood whose calls run longer than usual, which raises the cost more than the additional calls do. Its
 * cause is not the caller.
 */
public final class Slower {

    private static final double LEAST = 2;
    private static final Set<String> FLOODS = Set.of(IncidentKind.FLOOD.wire(), IncidentKind.PULSE.wire());

    private Slower() {}

    /** Returns the usual cost of a call as a multiple, or 0 unless slower calls are the main cause of the cost. */
    public static double times(IncidentSnapshot e) {
        return e.newest().present()
                ? times(
                        e.identity().kind().wire(),
                        e.newest().observed(),
                        e.newest().expected())
                : times(
                        e.identity().kind().wire(),
                        e.found().observed(),
                        e.found().expected());
    }

    private static double times(String kind, Reading now, Reading usual) {
        return times(kind, now.demandPerMinute(), now.usdPerHour(), usual.demandPerMinute(), usual.usdPerHour());
    }

    /** Returns whether slower calls are the main cause of the cost of the incident, now or when it was found. */
    public static boolean is(Incident i) {
        boolean now = i.now() != null && i.now().observed() != null;
        return now && is(i, i.now().observed(), i.now().expected())
                || i.found().present() && is(i, i.found().observed(), i.found().expected());
    }

    private static boolean is(Incident i, Found.Reading now, Found.Reading usual) {
        double times = times(
                i.identity().kind(),
                now.demandPerMinute(),
                now.usdPerHour(),
                usual.demandPerMinute(),
                usual.usdPerHour());
        return times > 0;
    }

    private static double times(String kind, double calls, double usd, double usualCalls, double usualUsd) {
        if (!FLOODS.contains(kind) || calls <= 0 || usualCalls <= 0 || usualUsd <= 0) return 0;
        double more = calls / usualCalls;
        double dearer = usd / usualUsd / more;
        return dearer >= LEAST && dearer >= more ? dearer : 0;
    }

    /** Returns a text like {@code each call costs 15 times as much as usual, because it runs longer}. */
    public static String text(double times) {
        return String.format(Locale.ROOT, "each call costs %.0f times as much as usual, because it runs longer", times);
    }
}
