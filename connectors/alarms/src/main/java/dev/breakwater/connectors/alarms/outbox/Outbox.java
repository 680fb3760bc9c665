package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.PendingAlarms.Losses;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the wanted state of each alarm, which is either over or open with a text. The outbox decides what is sent, when
 * and in which order. The outbox uses no thread, clock or network. The outbox makes these promises:
 *
 * <ul>
 * <li>The outbox sends the newest text of a key, and only one message at a time.
 * <li>An open alarm is sent until the receiver accepts it. For some receivers, an open alarm is also sent again at
 * intervals. A resolve is sent until the receiver accepts it, unless its alarm cannot have been delivered.
 * <li>If the receiver notifies only about new keys, an alarm that must notify people again gets a new key. When the
 * receiver has accepted the new key, the old key is resolved.
 * <li>An alarm about old data waits five minutes for its end or for newer data. An alarm that opened and closed within
 * a backlog therefore wakes nobody.
 * <li>The outbox ignores alerts that routes send elsewhere, but a receiver that got an alert also gets its end.
 * <li>The attempts within 60 s stay within the pace, and the memory stays within the limits.
 * <li>The outbox reports alarms that will not be sent, with the reason.
 * </ul>
 *
 * <p>The caller passes in all times, which are wall-clock epoch milliseconds. This class is not thread safe.
 */
public final class Outbox {

    /** When somebody fixes the cause of a refusal, people must get the alert within five minutes. */
    static final long REFUSED_AGAIN_MILLIS = Duration.ofMinutes(4).toMillis();

    private final OutboxLimits limits;
    private final String receiver;
    private final Pacing pacing;
    private final Losses losses;
    private final PendingAlarms keys;

    private PendingAlarm inFlight;
    private AlarmEvent attempted;
    private int attemptedNews;
    /** Changes that the ledger does not contain yet. */
    private List<KeyNews> shown = new ArrayList<>();

    private long channelNotBefore;
    private long lastAsked;
    private int failuresInARow;
    private long offered;
    private long sent;
    private long retried;
    private long rejected;

    private Outbox(OutboxLimits limits, String receiver, boolean restored) {
        this.limits = limits;
        this.receiver = receiver;
        this.pacing = new Pacing(limits.perMinute());
        this.losses = new Losses(limits.maxNotices());
        this.keys = new PendingAlarms(limits, losses, restored);
        // times in the state may come from another clock, and the first call corrects them
        this.lastAsked = restored ? Long.MAX_VALUE : 0;
    }

    /** Creates an outbox without earlier messages, for a receiver that no route names. */
    public static Outbox fresh(OutboxLimits limits) {
        return fresh(limits, "");
    }

    /** Creates an outbox without earlier messages. */
    public static Outbox fresh(OutboxLimits limits, String receiver) {
        return new Outbox(limits, receiver, false);
    }

    /** Continues an outbox after a restart, for a receiver that no route names. */
    public static Outbox restored(OutboxLimits limits, Collection<OutboxState> states) {
        return restored(limits, "", states);
    }

    /** Continues an outbox after a restart. The outbox does not know which events were sent after the snapshot. */
    public static Outbox restored(OutboxLimits limits, String receiver, Collection<OutboxState> states) {
        Outbox outbox = new Outbox(limits, receiver, true);
        states.forEach(state -> state.keys().forEach(outbox.keys::restore));
        return outbox;
    }

    /**
     * Adds the alerts that the receiver still shows. An outbox without state, or with older state, may not know these
     * alerts.
     */
    public void lostSightOf(List<OpenKeys.OpenKey> open, long now) {
        open.forEach(key -> keys.lostSightOf(key, now));
    }

    /** Returns the changes since the last call: keys that the receiver now shows, and keys that it no longer shows. */
    public List<KeyNews> drainKeys() {
        List<KeyNews> drained = shown;
        shown = new ArrayList<>();
        return drained;
    }

    /** A key that the receiver now shows, or no longer shows. */
    public record KeyNews(OpenKeys.OpenKey key, boolean opened) {}

    /** Accepts an event without ever blocking. If there is no room, the outbox gives up the least important alarm. */
    public void offer(AlarmEvent event, long now) {
        if (!hears(event)) return;
        if (!event.standsOnly()) offered++;
        if (event.dedupKey() == null || event.dedupKey().isBlank()) {
            losses.lost(event, UndeliveredAlarm.Reason.NO_KEY, "", 0, now);
        } else {
            keys.offer(AlarmText.bounded(event), now);
        }
    }

    /** Returns whether this receiver gets the event. A resolve goes to every receiver that may show the alert. */
    private boolean hears(AlarmEvent event) {
        if (event.standsOnly()) return keys.isWanted(event.dedupKey());
        if (event.forAll() || keys.isWanted(event.dedupKey())) return true;
        return event.goesTo(receiver) && (event.raises() || keys.isInDoubt());
    }

    /**
     * Returns the event to send now, if there is one. Call the method {@link #settle} before the next call of this
     * method.
     */
    public Optional<AlarmEvent> next(long now) {
        followClock(now);
        keys.expire(now);
        if (inFlight != null || now < channelNotBefore || pacing.freeAt(now) > now) {
            return Optional.empty();
        }
        Optional<PendingAlarm> next = keys.next(now);
        next.ifPresent(wanted -> {
            pacing.attempted(now);
            wanted.inFlight = true;
            inFlight = wanted;
            attempted = keys.turn(wanted);
            attemptedNews = wanted.news;
        });
        return next.map(wanted -> attempted);
    }

    /**
     * Corrects stored times after the wall clock was set back. Without this correction, a short pause could become a
     * long silence.
     */
    private void followClock(long now) {
        if (now < lastAsked) {
            channelNotBefore =
                    Math.min(channelNotBefore, now + limits.backoff().longest().toMillis());
            keys.clockSetBack(now, lastAsked);
            pacing.clockSetBack(now);
        }
        lastAsked = now;
    }

    /** Records the result of sending the event that the method {@link #next} returned. */
    public void settle(Delivery delivery, long now) {
        PendingAlarm wanted = inFlight;
        inFlight = null;
        wanted.inFlight = false;
        if (delivery instanceof Delivery.RetryLater later) {
            repeat(wanted, later, now);
        } else {
            failuresInARow = 0;
            if (delivery instanceof Delivery.Rejected refusal) {
                refused(wanted, refusal, now);
            } else {
                accepted(wanted, now);
            }
            if (attempted.tellsOnly()) keys.drop(attempted);
        }
        keys.attempted(wanted, attempted, now);
    }

    private void accepted(PendingAlarm wanted, long now) {
        sent++;
        wanted.failures = 0;
        note(wanted);
        wanted.shown = attempted.opens() ? PendingAlarm.Shown.OPEN : PendingAlarm.Shown.NOTHING;
        if (attempted.opens()) keys.accepted(wanted, now);
        if (wanted.news != attemptedNews) return;
        wanted.word = PendingAlarm.Progress.SAID;
        wanted.dueAt = limits.restates() ? now + limits.again().toMillis() : Long.MAX_VALUE;
    }

    /** Records each open key once per run, because the lines from earlier runs may be lost. */
    private void note(PendingAlarm wanted) {
        boolean known = attempted.opens() ? wanted.noted : wanted.shown != PendingAlarm.Shown.OPEN;
        if (attempted.tellsOnly() || known) return;
        wanted.noted = attempted.opens();
        shown.add(new KeyNews(OpenKeys.OpenKey.of(attempted), attempted.opens()));
    }

    /** Keeps the alarm after a refusal, because somebody may correct the key or the receiver. */
    private void refused(PendingAlarm wanted, Delivery.Rejected refusal, long now) {
        rejected++;
        wanted.failures++;
        if (wanted.news != attemptedNews) return;
        if (wanted.word != PendingAlarm.Progress.REFUSED) {
            String detail = refusal.status() + " " + String.join("; ", refusal.errors());
            losses.lost(attempted, UndeliveredAlarm.Reason.REJECTED, detail, wanted.failures, now);
        }
        wanted.word = PendingAlarm.Progress.REFUSED;
        wanted.dueAt = now + Math.min(REFUSED_AGAIN_MILLIS, limits.again().toMillis());
    }

    private void repeat(PendingAlarm wanted, Delivery.RetryLater later, long now) {
        retried++;
        failuresInARow++;
        wanted.failures++;
        OutboxLimits.Backoff backoff = limits.backoff();
        Duration asked = later.retryAfter().compareTo(backoff.longest()) > 0 ? backoff.longest() : later.retryAfter();
        // the event waits twice as long as the channel, so an event that always fails does not delay other events
        channelNotBefore = now + Math.max(asked.toMillis(), backoff.afterMillis(failuresInARow) / 2);
        wanted.dueAt = now + backoff.afterMillis(wanted.failures);
        boolean perhaps = attempted.opens() && later.mayHaveArrived();
        if (perhaps && wanted.shown == PendingAlarm.Shown.NOTHING) wanted.shown = PendingAlarm.Shown.PERHAPS;
    }

    /**
     * Returns the time at which the method {@link #next} may have an event again if no event arrives, or Long.MAX_VALUE
     * if no event waits.
     */
    public long wakeAt(long now) {
        long ready = keys.readyAt();
        if (inFlight != null || ready == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return Math.max(ready, Math.max(channelNotBefore, pacing.freeAt(now)));
    }

    /** Gives up all unsent events. */
    public void abandon(UndeliveredAlarm.Reason reason, long now) {
        keys.abandon(reason, now);
    }

    /**
     * Returns the state to store. The state includes an event whose answer is still open, so this event may be sent
     * again.
     */
    public OutboxState snapshot() {
        return new OutboxState("", keys.state());
    }

    /**
     * Returns the alarms that were given up since the last call, for the log of undelivered alarms. Their number is
     * limited.
     */
    public List<UndeliveredAlarm> drainUndelivered() {
        return losses.drain();
    }

    /** Returns whether {@link #drainUndelivered} has any alarms to return. */
    public boolean hasUndelivered() {
        return !losses.isEmpty();
    }

    /**
     * Returns the number of keys with an unsent event. The number includes the event in flight, but no refused events.
     */
    public int size() {
        return keys.unsent();
    }

    /** Returns the number of keys whose newest event the receiver refused, or did not accept in several attempts. */
    int failing() {
        return keys.failing();
    }

    public Counts counts() {
        return new Counts(offered, sent, retried, rejected, keys.superseded(), losses.lost());
    }

    /**
     * Counters of an outbox since it was opened.
     *
     * @param offered     events that came in
     * @param sent        accepted by the receiver
     * @param retried     attempts that must be made again
     * @param rejected    refused by the receiver
     * @param coalesced events that a newer event under the same key replaced
     * @param undelivered events that were given up for any reason, including a refusal
     */
    public record Counts(long offered, long sent, long retried, long rejected, long coalesced, long undelivered) {}

    /** Limits the attempts in any 60 seconds, because receivers count in the same way. */
    static final class Pacing {

        private static final long WINDOW_MILLIS = 60_000;

        private final int perMinute;
        private final ArrayDeque<Long> attempts = new ArrayDeque<>();

        Pacing(int perMinute) {
            this.perMinute = perMinute;
        }

        /** Returns the earliest time at which one more attempt is allowed, in epoch milliseconds. */
        long freeAt(long now) {
            while (!attempts.isEmpty() && attempts.peekFirst() + WINDOW_MILLIS <= now) {
                attempts.removeFirst();
            }
            return attempts.size() < perMinute ? now : attempts.peekFirst() + WINDOW_MILLIS;
        }

        /** Forgets attempts whose time is in the future. Attempts in the future exist if the clock was set back. */
        void clockSetBack(long now) {
            attempts.removeIf(attempt -> attempt > now);
        }

        void attempted(long now) {
            attempts.addLast(now);
        }
    }
}
