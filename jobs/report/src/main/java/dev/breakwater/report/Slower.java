package dev.breakwater.report;

import dev.breakwater.ledger.Incident;
import dev.breakwater.model.Assessment.Reading;
import dev.breakwater.model.IncidentKind;
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

    /**
     * Returns the cost of a call as a multiple of its usual cost, or 0 unless slower calls are the main cause of the
     * cost.
     *
     * @param kind the wire name of the incident's kind
     */
    public static double times(String kind, Reading now, Reading usual) {
        boolean known = now.demandPerMinute() > 0 && usual.demandPerMinute() > 0 && usual.usdPerHour() > 0;
        if (!FLOODS.contains(kind) || !known) return 0;
        double more = now.demandPerMinute() / usual.demandPerMinute();
        double dearer = now.usdPerHour() / usual.usdPerHour() / more;
        return dearer >= LEAST && dearer >= more ? dearer : 0;
    }

    /** Returns whether slower calls are the main cause of the cost of the incident, now or when it was found. */
    public static boolean is(Incident i) {
        boolean now = i.now() != null && i.now().observed() != null;
        return now && is(i, i.now().observed(), i.now().expected())
                || i.found().present() && is(i, i.found().observed(), i.found().expected());
    }

    private static boolean is(Incident i, Reading now, Reading usual) {
        return times(i.identity().kind(), now, usual) > 0;
    }

    /** Returns a text like {@code each call costs 15 times as much as usual, because it runs longer}. */
    public static String text(double times) {
        return String.format(Locale.ROOT, "each call costs %.0f times as much as usual, because it runs longer", times);
    }
}
