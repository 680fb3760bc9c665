package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.model.AlarmAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The wanted states of all keys, and the unsent notices. */
final class PendingAlarms {

    /** After a start without state, only fresh data resolves an alarm for this time. */
    private static final long UNKNOWN_MILLIS = Duration.ofHours(2).toMillis();

    private static final int SEVERAL = 3;

    private static final Comparator<PendingAlarm> ORDER =
            Comparator.comparingInt(PendingAlarm::urgency).thenComparingLong(wanted -> wanted.dueAt);

    private final OutboxLimits limits;
    private final Losses losses;
    private final Map<String, PendingAlarm> alarms = new LinkedHashMap<>();
    private final Map<String, PendingAlarm> notices = new LinkedHashMap<>();
    /** Replaced keys that must be resolved, in the form in which they were sent. */
    private final Map<String, PendingAlarm> former = new LinkedHashMap<>();

    /**
     * True if the receiver may show keys that are unknown here, which can happen after a restart or after the memory
     * was full.
     */
    private boolean doubt;

    private long superseded;

    PendingAlarms(OutboxLimits limits, Losses losses, boolean doubt) {
        this.limits = limits;
        this.losses = losses;
        this.doubt = doubt;
    }

    void restore(OutboxState.KeyState key) {
        AlarmEvent event = key.event();
        (event.tellsOnly() ? notices : key.after() != null ? former : alarms)
                .put(event.dedupKey(), PendingAlarm.of(key));
    }

    /** Returns whether the receiver already shows the alarm with this key, or will soon get it. */
    boolean isWanted(String key) {
        PendingAlarm wanted = key == null ? null : alarms.get(AlarmText.key(key));
        return wanted != null && !wanted.isOver();
    }

    /** Returns whether the receiver may show keys that are unknown here. */
    boolean isInDoubt() {
        return doubt;
    }

    List<OutboxState.KeyState> state() {
        return all().map(PendingAlarm::state).toList();
    }

    void offer(AlarmEvent event, long now) {
        if (event.standsOnly()) {
            PendingAlarm wanted = alarms.get(event.dedupKey());
            if (wanted != null && !wanted.isOver()) wanted.stands(event);
            return;
        }
        if (event.tellsOnly()) {
            tell(event, now);
        } else if (event.raises()) {
            raise(event, now);
        } else {
            resolve(event, now);
        }
        if (notices.size() > limits.maxNotices()) evict(notices, now);
        if (alarms.size() > limits.maxOpenKeys()) evict(alarms, now);
        if (former.size() > limits.maxOpenKeys()) evict(former, now);
    }

    private void tell(AlarmEvent notice, long now) {
        if (isStale(notice, now)) {
            lose(notice, UndeliveredAlarm.Reason.STALE, 0, now);
        } else {
            notices.putIfAbsent(notice.dedupKey(), new PendingAlarm(notice, now, now));
        }
    }

    private void raise(AlarmEvent event, long now) {
        boolean stale = isStale(event, now);
        PendingAlarm wanted = alarms.get(event.dedupKey());
        if (wanted == null) {
            alarms.put(
                    event.dedupKey(), new PendingAlarm(event, now, stale ? now + OutboxLimits.STALE_WAIT_MILLIS : now));
        } else if (wanted.isOver() && event.action() == AlarmAction.UPDATE) {
            lose(event, UndeliveredAlarm.Reason.AFTER_RESOLVE, 0, now);
        } else if (wanted.isOver() && limits.rings() && mayShow(wanted)) {
            beginAnew(wanted, event, now, stale ? now + OutboxLimits.STALE_WAIT_MILLIS : now);
        } else if (!stale || wanted.shown == PendingAlarm.Shown.OPEN) {
            replace(wanted, event, now);
        } else {
            replace(wanted, event, wanted.isOver() ? now + OutboxLimits.STALE_WAIT_MILLIS : wanted.dueAt);
        }
    }

    private boolean mayShow(PendingAlarm wanted) {
        return wanted.shown != PendingAlarm.Shown.NOTHING || doubt;
    }

    /** Keeps an unsent resolve under the old key, so that the next alarm notifies people. */
    private void beginAnew(PendingAlarm over, AlarmEvent event, long now, long due) {
        PendingAlarm next = new PendingAlarm(event, now, due);
        next.base = over.number + 1;
        former.put(over.key(), successor(over, over.event, now));
        number(next);
        alarms.put(event.dedupKey(), next);
    }

    /**
     * Finds an unused key. An alert would notify nobody under a key that the receiver still shows, from this run or an
     * earlier run.
     */
    private void number(PendingAlarm wanted) {
        wanted.number = wanted.base + wanted.event.ring();
        while (former.containsKey(wanted.key())) wanted.number = ++wanted.base + wanted.event.ring();
    }

    /** Returns the alarm's old key, which is resolved when the next key is accepted. */
    private PendingAlarm successor(PendingAlarm wanted, AlarmEvent over, long due) {
        PendingAlarm old = new PendingAlarm(over.under(wanted.key()), wanted.arrivedAt, due, wanted.event.dedupKey());
        old.shown = wanted.shown == PendingAlarm.Shown.NOTHING ? PendingAlarm.Shown.PERHAPS : wanted.shown;
        return old;
    }

    /**
     * Returns the event to send now. An alarm that must notify people again gets a new key, unless the present key was
     * never sent.
     */
    AlarmEvent turn(PendingAlarm wanted) {
        int number = wanted.base + wanted.event.ring();
        if (limits.rings() && wanted.event.opens() && number > wanted.number) {
            if (mayShow(wanted)) {
                AlarmEvent over = wanted.event.as(AlarmAction.RESOLVE);
                former.put(wanted.key(), successor(wanted, over, Long.MAX_VALUE));
            }
            number(wanted);
            wanted.shown = PendingAlarm.Shown.NOTHING;
            wanted.noted = false;
        }
        return wanted.sent();
    }

    /** Resolves the replaced keys once the receiver shows the new key. */
    void accepted(PendingAlarm wanted, long now) {
        if (!wanted.event.raises()) return;
        former.remove(wanted.key());
        free(wanted.event.dedupKey(), now);
        free(OpenKeys.OpenKey.of(wanted.event).subject(), now);
    }

    private void free(String taken, long now) {
        former.values().stream()
                .filter(old -> taken.equals(old.after))
                .forEach(old -> old.dueAt = Math.min(old.dueAt, now));
    }

    /**
     * Adds an alert that the receiver shows but that this state lacks. The alert is resolved after a new alert of the
     * same subject is accepted, or after some hours.
     */
    void lostSightOf(OpenKeys.OpenKey key, long now) {
        if (all().anyMatch(known -> known.key().equals(key.key()))) return;
        PendingAlarm old = new PendingAlarm(key.over(now), now, now + UNKNOWN_MILLIS, key.subject());
        old.shown = PendingAlarm.Shown.OPEN;
        former.put(key.key(), old);
    }

    private void resolve(AlarmEvent event, long now) {
        free(event.dedupKey(), now);
        PendingAlarm wanted = alarms.get(event.dedupKey());
        if (wanted == null && !doubt) {
            lose(event, UndeliveredAlarm.Reason.NEVER_RAISED, 0, now);
        } else if (wanted == null) {
            alarms.put(event.dedupKey(), new PendingAlarm(event, now, now));
        } else {
            if (!wanted.inFlight) mourn(wanted, wanted.event, now);
            replace(wanted, event, now);
            forget(wanted, now);
        }
    }

    private void replace(PendingAlarm wanted, AlarmEvent newer, long due) {
        if (wanted.isUnsent() && !wanted.inFlight) superseded++;
        wanted.becomes(newer, due);
    }

    private boolean isStale(AlarmEvent event, long now) {
        return now - event.timestampMillis() > limits.staleAfter().toMillis();
    }

    /** Records that this event is in flight. Drops an alarm that ended before it was sent. */
    void attempted(PendingAlarm wanted, AlarmEvent event, long now) {
        if (wanted.isOver()) mourn(wanted, event, now);
        forget(wanted, now);
    }

    /** Drops a notice after its last attempt, whether it was delivered or not. */
    void drop(AlarmEvent notice) {
        notices.remove(notice.dedupKey());
    }

    /** Reports an alarm that ended before anybody saw it. Refused alarms were reported earlier. */
    private void mourn(PendingAlarm wanted, AlarmEvent raise, long now) {
        if (!raise.raises()
                || wanted.shown != PendingAlarm.Shown.NOTHING
                || wanted.word == PendingAlarm.Progress.REFUSED) return;
        boolean stale = wanted.failures == 0 && isStale(raise, now);
        lose(raise, stale ? UndeliveredAlarm.Reason.STALE : UndeliveredAlarm.Reason.OVER, wanted.failures, now);
    }

    /** Drops a key if its resolve was sent, or if its alarm was never delivered and therefore needs no resolve. */
    private void forget(PendingAlarm wanted, long now) {
        if (!wanted.isOver() || wanted.inFlight) return;
        boolean said = wanted.word == PendingAlarm.Progress.SAID;
        if (said || wanted.shown == PendingAlarm.Shown.NOTHING && !doubt) {
            (wanted.after != null ? former : alarms).remove(wanted.event.dedupKey(), wanted);
            if (!said) lose(wanted.event, UndeliveredAlarm.Reason.NEVER_RAISED, wanted.failures, now);
        }
    }

    private void lose(AlarmEvent event, UndeliveredAlarm.Reason reason, int attempts, long now) {
        losses.lost(event, reason, "", attempts, now);
    }

    private void evict(Map<String, PendingAlarm> crowd, long now) {
        PendingAlarm victim = crowd.values().stream()
                .filter(wanted -> !wanted.inFlight)
                .min(Comparator.comparingInt(PendingAlarm::worth))
                .orElseThrow();
        crowd.remove(victim.event.dedupKey());
        // the alarm's resolve is still sent
        doubt |= victim.shown != PendingAlarm.Shown.NOTHING;
        if (victim.isUnsent()) lose(victim.event, UndeliveredAlarm.Reason.OVERFLOW, victim.failures, now);
    }

    /** Removes notices that have waited too long. Alarms wait for as long as they are wanted. */
    void expire(long now) {
        long most = limits.staleAfter().toMillis();
        notices.values().removeIf(notice -> {
            boolean tooOld = !notice.inFlight && now - notice.arrivedAt > most;
            if (tooOld) lose(notice.event, UndeliveredAlarm.Reason.EXPIRED, notice.failures, now);
            return tooOld;
        });
    }

    /** Gives up all unsent events. */
    void abandon(UndeliveredAlarm.Reason reason, long now) {
        all().filter(PendingAlarm::isUnsent).forEach(wanted -> lose(wanted.event, reason, wanted.failures, now));
        alarms.values().removeIf(PendingAlarm::isUnsent);
        former.clear();
        notices.clear();
    }

    /**
     * After the clock was set back, shortens waits that have become too long.
     *
     * @param before the last time of the old clock, or Long.MAX_VALUE if it is unknown
     */
    void clockSetBack(long now, long before) {
        long pause = limits.backoff().longest().toMillis();
        all().filter(wanted -> wanted.dueAt < Long.MAX_VALUE).forEach(wanted -> {
            long unsent = wanted.failures > 0 ? pause : OutboxLimits.STALE_WAIT_MILLIS;
            long again = limits.again().toMillis();
            boolean refused = wanted.word == PendingAlarm.Progress.REFUSED;
            long said = refused ? Math.min(Outbox.REFUSED_AGAIN_MILLIS, again) : again;
            long most = wanted.isUnsent() ? unsent : said;
            // after a restart, the last time of the old clock is unknown
            long left = before == Long.MAX_VALUE ? most : Math.max(0, wanted.dueAt - before);
            wanted.dueAt = Math.min(wanted.dueAt, now + Math.min(most, left));
        });
    }

    Optional<PendingAlarm> next(long now) {
        return all().filter(wanted -> wanted.dueAt <= now).min(ORDER);
    }

    /** Returns the time at which the first waiting event may be sent, or Long.MAX_VALUE if no event waits. */
    long readyAt() {
        long first = Long.MAX_VALUE;
        for (PendingAlarm wanted : alarms.values()) first = Math.min(first, wanted.dueAt);
        for (PendingAlarm wanted : former.values()) first = Math.min(first, wanted.dueAt);
        for (PendingAlarm wanted : notices.values()) first = Math.min(first, wanted.dueAt);
        return first;
    }

    /** Returns the number of keys with an unsent event. Refused events do not count. */
    int unsent() {
        return (int) all().filter(PendingAlarm::isUnsent)
                .filter(wanted -> wanted.dueAt < Long.MAX_VALUE)
                .count();
    }

    /** Returns the number of keys whose newest event the receiver refused, or did not accept in several attempts. */
    int failing() {
        return (int) all().filter(wanted ->
                        wanted.word == PendingAlarm.Progress.REFUSED || wanted.isUnsent() && wanted.failures >= SEVERAL)
                .count();
    }

    long superseded() {
        return superseded;
    }

    private Stream<PendingAlarm> all() {
        return Stream.of(alarms, former, notices).flatMap(part -> part.values().stream());
    }

    /** Counts the alarms that an outbox gave up, and keeps them until they are recorded. */
    static final class Losses {

        private final int capacity;
        private List<UndeliveredAlarm> unwritten = new ArrayList<>();
        private long lost;

        Losses(int capacity) {
            this.capacity = capacity;
        }

        void lost(AlarmEvent event, UndeliveredAlarm.Reason reason, String detail, int attempts, long now) {
            // a lost resolve does not count if the alarm's trigger was never sent
            if (reason != UndeliveredAlarm.Reason.NEVER_RAISED) lost++;
            // limits the memory for undelivered alarms in a huge backlog; the count stays correct
            if (unwritten.size() < capacity) {
                unwritten.add(new UndeliveredAlarm(event, reason, detail, attempts, now));
            }
        }

        boolean isEmpty() {
            return unwritten.isEmpty();
        }

        List<UndeliveredAlarm> drain() {
            List<UndeliveredAlarm> drained = unwritten;
            unwritten = new ArrayList<>();
            return drained;
        }

        long lost() {
            return lost;
        }
    }
}
