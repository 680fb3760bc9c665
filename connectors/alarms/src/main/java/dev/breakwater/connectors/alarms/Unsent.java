package dev.breakwater.connectors.alarms;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The lanes of all keys: who is next, who is too old, who has to go when there are too many. */
final class Unsent {

    private static final Comparator<Pending> OLDEST = Comparator.comparingLong(p -> p.sequence);

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final OpenKeys open;
    private final Losses losses;

    Unsent(OpenKeys open, Losses losses) {
        this.open = open;
        this.losses = losses;
    }

    /** The newest unsent event of a key, or null. */
    Pending tail(String key) {
        Lane lane = lanes.get(key);
        return lane == null ? null : lane.tail();
    }

    /** True when the event is the next to be heard under its key. */
    boolean isHead(Pending pending) {
        return lanes.get(pending.event.dedupKey()).head() == pending;
    }

    void append(Pending pending) {
        Lane lane = lanes.computeIfAbsent(pending.event.dedupKey(), key -> new Lane());
        losses.superseded(lane.append(pending));
    }

    /** All in the order of their arrival, which under one key is the order in which they are heard. */
    List<Pending> inOrder() {
        return all().sorted(OLDEST).toList();
    }

    private Stream<Pending> all() {
        return lanes.values().stream().flatMap(lane -> lane.queue.stream());
    }

    int size() {
        return lanes.values().stream().mapToInt(lane -> lane.queue.size()).sum();
    }

    /** What to send next: new alarms first, then resolves, then news of alarms that are already open, then notices. */
    Optional<Pending> next(long now) {
        return heads().filter(head -> head.notBefore <= now)
                .min(Comparator.comparingInt(this::urgency).thenComparing(OLDEST));
    }

    /** When the first of the events that wait may go; Long.MAX_VALUE when there is none. */
    long readyAt() {
        return heads().mapToLong(head -> head.notBefore).min().orElse(Long.MAX_VALUE);
    }

    private Stream<Pending> heads() {
        return lanes.values().stream().map(Lane::head);
    }

    private int urgency(Pending head) {
        if (!head.raises()) {
            return 1;
        }
        if (head.event.tellsOnly()) {
            return 3;
        }
        return open.isSure(head.event.dedupKey()) ? 2 : 0;
    }

    /** Takes an event out that was heard. */
    void heard(Pending pending, long now) {
        remove(pending, now);
    }

    /** Takes an event out that will not be heard. */
    void lose(Pending pending, Unheard.Reason reason, String detail, long now) {
        if (remove(pending, now)) {
            losses.lost(pending, reason, detail, now);
        }
    }

    /** Takes out what waited longer than its limit. */
    void expire(long now, OutboxLimits limits) {
        long raises = limits.raiseMaxAge().toMillis();
        long resolves = limits.resolveMaxAge().toMillis();
        all().filter(pending -> !pending.inFlight)
                .filter(pending -> now - pending.arrivedAt > (pending.raises() ? raises : resolves))
                .toList()
                .forEach(pending -> lose(pending, Unheard.Reason.EXPIRED, "", now));
    }

    /** Makes room: notices first, then the oldest news, then alarms not yet raised, resolves last. */
    void shed(int capacity, long now) {
        for (int size = size(); size > capacity; size = size()) {
            Optional<Pending> victim = all().filter(pending -> !pending.inFlight)
                    .min(Comparator.comparingInt(this::worth).thenComparing(OLDEST));
            if (victim.isEmpty()) {
                return;
            }
            lose(victim.get(), Unheard.Reason.OVERFLOW, "", now);
        }
    }

    private int worth(Pending pending) {
        if (!pending.raises()) {
            return 2;
        }
        if (pending.event.tellsOnly()) {
            return -1;
        }
        return isHead(pending) && open.isSure(pending.event.dedupKey()) ? 0 : 1;
    }

    /** No event waits beyond this time. */
    void waitAtMostUntil(long latest) {
        all().forEach(pending -> pending.notBefore = Math.min(pending.notBefore, latest));
    }

    /** Joins a raise that has to be repeated with a newer one behind it. */
    void mergeNeighbours(String key) {
        Lane lane = lanes.get(key);
        if (lane != null) {
            losses.superseded(lane.mergeNeighbours());
        }
    }

    private boolean remove(Pending pending, long now) {
        String key = pending.event.dedupKey();
        Lane lane = lanes.get(key);
        if (lane == null || !lane.queue.remove(pending)) {
            return false;
        }
        losses.superseded(lane.mergeNeighbours());
        while (!lane.queue.isEmpty() && isOrphan(lane.head())) {
            losses.lost(lane.queue.remove(0), Unheard.Reason.NEVER_RAISED, "", now);
        }
        if (lane.queue.isEmpty()) {
            lanes.remove(key);
        }
        return true;
    }

    /** A resolve at the head whose alarm was never sent. */
    private boolean isOrphan(Pending head) {
        return !head.raises() && !head.inFlight && !open.mayBeOpen(head.event.dedupKey());
    }
}
