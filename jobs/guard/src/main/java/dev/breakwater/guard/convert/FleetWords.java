package dev.breakwater.guard.convert;

import dev.breakwater.core.control.FleetStatus;
import dev.breakwater.core.control.FleetStatus.Surge;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.report.Levers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The texts of a fleet page, and of an alert for several incidents of one cause: the surges, the costliest first, the
 * held limits, the number of places.
 */
final class FleetWords {
    /** The number of names that fit into one line on a phone. */
    private static final int IN_SUMMARY = 3;

    private FleetWords() {}

    static String summary(IncidentSnapshot e) {
        FleetStatus f = e.fleet();
        String account = "account " + e.scope().account() + " in " + e.scope().region();
        if (e.type() == EventType.RESOLVE) return account + ": the surges of this alert are over";
        String places = places(f);
        if (f.surges().isEmpty()) return account + ": no surge is left; " + places;
        return String.format(
                Locale.ROOT,
                "%d surges in %s: %.2f USD above normal in the last hour; %s%s; %s",
                f.all(),
                account,
                e.money().excessHour() / 1e9,
                names(f.surges()),
                f.all() > IN_SUMMARY ? ", ..." : "",
                places);
    }

    /** Which of the two bounds is used up: limits at once, or new limits within an hour. */
    private static String places(FleetStatus f) {
        String taken = f.taken() + " of " + f.places() + " places of throttles taken";
        boolean used = f.setInHour() > 0 && f.setInHour() >= f.perHour();
        return used ? taken + ", all " + f.perHour() + " throttles of this hour set" : taken;
    }

    /** The other incidents in the alert; empty if none of them continues. */
    static String others(IncidentSnapshot e) {
        List<Surge> others = e.fleet().surges().stream()
                .filter(s -> !s.name().equals(FleetStatus.nameOf(e.scope())))
                .toList();
        if (others.isEmpty()) return "";
        String more = e.fleet().all() - 1 > IN_SUMMARY ? ", ..." : "";
        return "; with it " + (e.fleet().all() - 1) + " more: " + names(others) + more;
    }

    private static String names(List<Surge> surges) {
        return surges.stream()
                .limit(IN_SUMMARY)
                .map(s -> s.name() + ' ' + money(s.usdPerHour()))
                .collect(Collectors.joining(", "));
    }

    static void details(FleetStatus f, Map<String, String> d) {
        d.put("surges", String.valueOf(f.all()));
        d.put("throttles_placed", f.taken() + " of " + f.places());
        if (f.setInHour() > 0) d.put("throttles_set_in_hour", f.setInHour() + " of " + f.perHour());
        int n = 0;
        for (Surge s : f.surges()) {
            String hold = s.hold().present() ? "; " + Levers.stands(s.hold()) : "";
            d.put("surge_" + ++n, s.kind().wire() + ' ' + s.name() + ": " + money(s.usdPerHour()) + hold);
        }
        long held = f.surges().stream().filter(s -> s.hold().present()).count();
        if (held > 0) d.put("limits_held", String.valueOf(held));
        if (n > 0) d.put("incidents", f.surges().stream().map(Surge::incident).collect(Collectors.joining(" ")));
        if (f.all() > n) d.put("not_listed", String.valueOf(f.all() - n));
        if (f.heldBack() > 0) d.put("held_back", f.heldBack() + ": this hour has had its alerts");
    }

    private static String money(double usd) {
        return String.format(Locale.ROOT, "%.2f USD/h", usd);
    }
}
