package dev.breakwater.guard.world;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The pager: which alert is open under which key, and how its calls fail. */
final class ModelPager {

    private final WorldClock clock;
    private final Draws draws;
    private final Trace trace;
    /** Open alerts, by key, with the instance that raised each last. */
    final Map<String, String> open = new TreeMap<>();
    /** Alerts of which the one that raised them has lost all memory: for people to resolve. */
    final Set<String> orphans = new TreeSet<>();

    long awayUntil;
    long badKeyUntil;
    long losesAnswersUntil;

    ModelPager(WorldClock clock, Draws draws, Trace trace) {
        this.trace = trace;
        this.clock = clock;
        this.draws = draws;
    }

    Delivery deliver(String owner, AlarmEvent event) {
        long now = clock.now;
        clock.pause(50 + draws.upTo(300));
        if (now < awayUntil) return new Delivery.RetryLater("503", Duration.ZERO, false);
        if (now < badKeyUntil) return new Delivery.Rejected(400, List.of("Invalid routing key"));
        take(owner, event);
        if (now < losesAnswersUntil && draws.chance(2)) {
            return new Delivery.RetryLater("connection lost", Duration.ZERO, true);
        }
        return new Delivery.Accepted(event.dedupKey());
    }

    private void take(String owner, AlarmEvent event) {
        trace.note(owner, "pages", event.action(), event.dedupKey());
        orphans.remove(event.dedupKey());
        if (event.opens()) open.put(event.dedupKey(), owner);
        else open.remove(event.dedupKey());
    }

    /** Whoever raised these remembers nothing of them any more. */
    void orphan(String owner) {
        open.forEach((key, by) -> {
            if (by.equals(owner)) orphans.add(key);
        });
    }

    /** Sent after the checkpoint that a job goes on from, which observes from now on: it pages none of them, and ends none. */
    void untold(String owner, Set<String> told) {
        open.forEach((key, by) -> {
            boolean ofAnIncident = key.matches("breakwater/[0-9a-f]{12}");
            if (ofAnIncident && by.equals(owner) && !told.contains(key)) orphans.add(key);
        });
    }

    /** People resolve what an instance that is no more has left open. */
    void gone(String owner) {
        open.values().removeIf(owner::equals);
    }
}
