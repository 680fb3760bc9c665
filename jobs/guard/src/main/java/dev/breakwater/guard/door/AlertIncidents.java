package dev.breakwater.guard.door;

import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the incidents that an alert covers, by the alert's key at the pager. A button in the alert applies to all of
 * these incidents. Incidents that the alert does not report yet are therefore left out.
 */
record AlertIncidents(RunFolder decisions) {
    private static final String RING = "(/[0-9]+)?";
    private static final String ID = "[0-9a-f]{12}";
    private static final Pattern ONE =
            Pattern.compile(IncidentSnapshot.Identity.KEY + "(?<incident>" + ID + ')' + RING);
    /** The key of a fleet page. A key without the two numbers at its end means the page that is open now. */
    private static final Pattern FLEET =
            Pattern.compile(FleetStatus.KEY + "(?<account>[0-9]{12})/(?<region>[a-z0-9-]+)(/[0-9]+){0,2}");

    /**
     * Returns the ids of the incidents that an alert covers, oldest first. The alert is given by its key or by the id
     * of one of its incidents. The result is empty if the key does not belong to an alert about surges.
     */
    List<String> of(String key, Instant by) throws IOException {
        if (key.matches(ID)) return ofOneCause(alerts(by).getOrDefault(key, key), by);
        Matcher one = ONE.matcher(key);
        if (one.matches()) return ofOneCause(one.group("incident"), by);
        Matcher fleet = FLEET.matcher(key);
        if (!fleet.matches()) return List.of();
        String account = fleet.group("account");
        String region = fleet.group("region");
        return paging(
                d -> account.equals(d.where().account())
                        && region.equals(d.where().region())
                        && d.incident().matches(ID)
                        && d.budget() == null,
                by);
    }

    /**
     * Returns the incident that the alert's key names, and the other incidents that the alert covers. If all incidents
     * have ended, returns only the first incident.
     */
    private List<String> ofOneCause(String first, Instant by) throws IOException {
        Map<String, String> alerts = alerts(by);
        List<String> all = paging(d -> first.equals(alerts.getOrDefault(d.incident(), d.incident())), by);
        return all.isEmpty() ? List.of(first) : all;
    }

    /** Finds, for each incident that had no alert of its own at that time, the incident whose alert covered it. */
    private Map<String, String> alerts(Instant by) throws IOException {
        Map<String, String> alerts = new HashMap<>();
        decisions.each(LedgerFile.DECISIONS, d -> {
            if (d.at().isAfter(by)) return;
            if (d.type().equals("tell") && d.alert() != null) alerts.put(d.incident(), d.alert());
            // a job that lost its state pages again, and may group incidents differently than before
            else if (d.type().equals("tell") || d.type().equals("page")) alerts.remove(d.incident());
        });
        return alerts;
    }

    /** Returns the incidents that had paged by that time and are still open, or still have a limit. */
    private List<String> paging(Predicate<DecisionRow> which, Instant by) throws IOException {
        Map<String, Stand> all = new LinkedHashMap<>();
        decisions.each(LedgerFile.DECISIONS, d -> {
            if (which.test(d) && !d.at().isAfter(by))
                all.computeIfAbsent(d.incident(), i -> new Stand()).take(d);
        });
        all.values().removeIf(stand -> !stand.told());
        return List.copyOf(all.keySet());
    }

    /** The state of an incident, computed from decisions. */
    private static final class Stand {
        private boolean paged;
        private boolean closed;
        private boolean held;

        void take(DecisionRow d) {
            switch (d.type()) {
                case "page" -> {
                    paged = true;
                    closed = false;
                }
                case "close" -> closed = true;
                default -> held = RequestDesk.isThrottledAfter(d, held);
            }
        }

        boolean told() {
            return paged && (held || !closed);
        }
    }
}
