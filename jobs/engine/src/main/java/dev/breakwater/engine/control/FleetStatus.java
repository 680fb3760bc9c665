package dev.breakwater.engine.control;

import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.util.List;

/**
 * The content of a fleet page: its surges, the held limits, and how many functions may be throttled. The surge with the
 * highest present cost comes first.
 *
 * @param surges    the most expensive surges, at most {@link #MOST}
 * @param all       number of all surges
 * @param taken     how many functions are throttled
 * @param places    how many functions may be throttled at once
 * @param functions names of all functions that surge
 * @param setInHour throttles that were set in the last hour
 * @param perHour   the most throttles that may be set in an hour
 * @param heldBack  how many surges have no alert of their own because the limit on alerts per hour was reached
 * @param ahead     on a fleet page, the sum of the surges' own forecasts; it grows if one of them grows
 */
public record FleetStatus(
        List<Surge> surges,
        int all,
        int taken,
        int places,
        int setInHour,
        int perHour,
        List<String> functions,
        int heldBack,
        Projection ahead) {
    public static final int MOST = 20;

    /** The prefix of the keys of fleet alarms. */
    public static final String KEY = "breakwater/fleet/";

    /** The same status with the sum of these forecasts. */
    public FleetStatus ahead(List<Projection> own) {
        Projection sum = new Projection(
                own.stream().mapToLong(Projection::nanoPerHour).sum(),
                own.stream().mapToLong(Projection::endOfDayNano).sum(),
                own.stream().mapToLong(Projection::endOfMonthNano).sum(),
                own.stream().mapToDouble(Projection::doublesIn).max().orElse(0),
                own.stream().mapToLong(Projection::mostNanoPerHour).sum());
        return new FleetStatus(surges, all, taken, places, setInHour, perHour, functions, heldBack, sum);
    }

    /** Creates a status without held-back alerts and without throttles in this hour. */
    public FleetStatus(List<Surge> surges, int all, int taken, int places, List<String> functions) {
        this(surges, all, taken, places, 0, places, functions, 0, Projection.NONE);
    }

    public static final FleetStatus NONE = new FleetStatus(List.of(), 0, 0, 0, List.of());

    /**
     * A scope that surges.
     *
     * @param incident   the id of the surge's incident
     * @param name       the function, group or account
     * @param usdPerHour billed cost above the expectation in the last three minutes, as an hourly rate in USD
     * @param hold       the state of its limit, or of a proposed limit
     * @param couldNot   AWS's error that keeps its limit from being set, or empty
     */
    public record Surge(
            String incident, String name, IncidentKind kind, double usdPerHour, Hold hold, String couldNot) {

        /** Creates a surge whose limit meets no error. */
        public Surge(String incident, String name, IncidentKind kind, double usdPerHour, Hold hold) {
            this(incident, name, kind, usdPerHour, hold, "");
        }
    }

    /** The name of a scope in the texts of a fleet page. */
    public static String nameOf(Scope scope) {
        return scope.kind() == ScopeKind.ACCOUNT ? "account " + scope.account() : scope.key();
    }

    public boolean present() {
        return places > 0 || !surges.isEmpty();
    }
}
