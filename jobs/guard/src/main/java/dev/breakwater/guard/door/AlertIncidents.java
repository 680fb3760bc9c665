package dev.breakwater.guard.door;

import dev.breakwater.core.control.FleetStatus;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.ledger.DecisionRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The incidents that one alert tells of, by the key that a pager knows it by. A button of the alert asks for each of them, so
 * the ones that nobody had been told of by then are none of them.
 */
final class AlertIncidents {

    private static final String RING = "(/[0-9]+)?";
    private static final Pattern ONE =
            Pattern.compile(IncidentSnapshot.Identity.KEY + "(?<incident>[0-9a-f]{12})" + RING);
    private static final Pattern FLEET =
            Pattern.compile(FleetStatus.KEY + "(?<account>[0-9]{12})/(?<region>[a-z0-9-]+)/[0-9]+" + RING);

    private final RunFolder decisions;

    AlertIncidents(RunFolder decisions) {
        this.decisions = decisions;
    }

    /** Their ids, the eldest first; none where the key is no alert of surges. */
    List<String> of(String key, Instant by) throws IOException {
        Matcher one = ONE.matcher(key);
        if (one.matches()) return List.of(one.group("incident"));
        Matcher fleet = FLEET.matcher(key);
        if (!fleet.matches()) return List.of();
        String account = fleet.group("account");
        String region = fleet.group("region");
        return paging(
                d -> account.equals(d.where().account())
                        && region.equals(d.where().region())
                        && d.incident().matches("[0-9a-f]{12}")
                        && d.budget() == null,
                by);
    }

    /** What had paged by then, and is not over or still held. */
    private List<String> paging(Predicate<DecisionRow> which, Instant by) throws IOException {
        Map<String, Stand> all = new LinkedHashMap<>();
        decisions.each(LedgerFile.DECISIONS, d -> {
            if (which.test(d) && !d.at().isAfter(by))
                all.computeIfAbsent(d.incident(), i -> new Stand()).take(d);
        });
        all.values().removeIf(stand -> !stand.told());
        return List.copyOf(all.keySet());
    }

    /** How one stands. */
    private static final class Stand {
        private boolean paged;
        private boolean closed;
        private boolean held;

        void take(DecisionRow d) {
            switch (d.type()) {
                case "page" -> paged = true;
                case "close" -> closed = true;
                default -> held = RequestDesk.isThrottledAfter(d, held);
            }
        }

        boolean told() {
            return paged && (held || !closed);
        }
    }
}
