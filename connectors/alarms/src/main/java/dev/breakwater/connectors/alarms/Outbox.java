package dev.breakwater.connectors.alarms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is sent, when and in which order; knows no thread, no clock and no network. Its promises:
 *
 * <ul>
 *   <li>under one key, events are sent in their order, one at a time, over all repeats;
 *   <li>a trigger and its resolve are both sent; only an unsent update is replaced by a newer one, or by the resolve of
 *       an alarm that is known to be open;
 *   <li>never more attempts in 60 s than the pace, nor more memory than the limits;
 *   <li>what will not be sent is reported, with the reason.
 * </ul>
 *
 * <p>All times are wall-clock epoch milliseconds that the caller passes in. Not thread safe.
 */
public final class Outbox {

    private final OutboxLimits limits;
    private final Pacing pacing;
    private final OpenKeys open;
    private final Losses losses;
    private final Unsent unsent;

    private Pending inFlight;
    private long sequence;
    private long channelNotBefore;
    private long lastAsked;
    private int failuresInARow;
    private long offered;
    private long sent;
    private long retried;
    private long rejected;

    private Outbox(OutboxLimits limits, boolean restored) {
        this.limits = limits;
        this.pacing = new Pacing(limits.perMinute());
        this.open = new OpenKeys(limits.maxOpenKeys(), restored);
        this.losses = new Losses(limits.maxPending());
        this.unsent = new Unsent(open, losses);
    }

    /** An outbox that starts with nothing sent before. */
    public static Outbox fresh(OutboxLimits limits) {
        return new Outbox(limits, false);
    }

    /** An outbox that goes on after a restart; what was sent after the snapshot is not known to it. */
    public static Outbox restored(OutboxLimits limits, Collection<OutboxState> states) {
        Outbox outbox = new Outbox(limits, true);
        for (OutboxState state : states) {
            state.open().forEach(outbox.open::raised);
            state.perhapsOpen().forEach(outbox.open::perhapsRaised);
            for (OutboxState.PendingState pending : state.pending()) {
                outbox.append(pending.event(), pending.arrivedAtMillis()).attempts = pending.attempts();
            }
        }
        return outbox;
    }

    /** Takes an event in. Never blocks; what does not fit is given up by age and worth. */
    public void offer(AlarmEvent event, long now) {
        offered++;
        if (event.dedupKey() == null || event.dedupKey().isBlank()) {
            lose(event, Unheard.Reason.NO_KEY, now);
            return;
        }
        AlarmEvent bounded = AlarmText.bounded(event);
        if (bounded.raises()) {
            raise(bounded, now);
        } else {
            resolve(bounded, now);
        }
        unsent.shed(limits.maxPending(), now);
    }

    private void raise(AlarmEvent event, long now) {
        if (now - event.timestampMillis() > limits.staleAfter().toMillis()) {
            lose(event, Unheard.Reason.STALE, now);
            return;
        }
        Pending tail = unsent.tail(event.dedupKey());
        if (tail == null) {
            append(event, now);
        } else if (tail.raises() && !tail.inFlight) {
            tail.replaceBy(event, now);
            losses.superseded(1);
        } else if (!tail.raises() && event.action() == AlarmEvent.Action.UPDATE) {
            lose(event, Unheard.Reason.AFTER_RESOLVE, now);
        } else {
            append(event, now);
        }
    }

    private void resolve(AlarmEvent event, long now) {
        String key = event.dedupKey();
        Pending tail = unsent.tail(key);
        if (tail == null && !open.mayBeOpen(key)) {
            lose(event, Unheard.Reason.NEVER_RAISED, now);
        } else if (tail != null && !tail.raises()) {
            losses.superseded(1);
        } else if (tail != null && !tail.inFlight && unsent.isHead(tail) && open.isSure(key)) {
            // Only news of an alarm that is open: its end says more.
            tail.replaceBy(event, now);
            losses.superseded(1);
        } else {
            append(event, now);
        }
    }

    private Pending append(AlarmEvent event, long arrivedAt) {
        Pending pending = new Pending(event, arrivedAt, sequence++);
        unsent.append(pending);
        return pending;
    }

    private void lose(AlarmEvent event, Unheard.Reason reason, long now) {
        losses.lost(event, reason, "", 0, now);
    }

    /** The event to send now, if one may go. {@link #settle} must follow before another is handed out. */
    public Optional<AlarmEvent> next(long now) {
        followClock(now);
        unsent.expire(now, limits);
        if (inFlight != null || now < channelNotBefore || pacing.freeAt(now) > now) {
            return Optional.empty();
        }
        Optional<Pending> next = unsent.next(now);
        next.ifPresent(pending -> {
            pacing.attempted(now);
            pending.inFlight = true;
            inFlight = pending;
        });
        return next.map(pending -> pending.event);
    }

    /** A wall clock that is set back must not turn a short pause into a long silence. */
    private void followClock(long now) {
        if (now < lastAsked) {
            long latest = now + limits.backoff().longest().toMillis();
            channelNotBefore = Math.min(channelNotBefore, latest);
            unsent.waitAtMostUntil(latest);
            pacing.clockSetBack(now);
        }
        lastAsked = now;
    }

    /** Says what became of the event that {@link #next} handed out. */
    public void settle(Delivery delivery, long now) {
        Pending pending = inFlight;
        inFlight = null;
        pending.inFlight = false;
        pending.attempts++;
        if (delivery instanceof Delivery.RetryLater later) {
            repeat(pending, later, now);
            return;
        }
        failuresInARow = 0;
        if (!pending.raises()) {
            open.resolved(pending.event.dedupKey());
        }
        if (delivery instanceof Delivery.Rejected refusal) {
            rejected++;
            String detail = refusal.status() + " " + String.join("; ", refusal.errors());
            unsent.lose(pending, Unheard.Reason.REJECTED, detail, now);
            return;
        }
        sent++;
        if (pending.event.opens()) {
            open.raised(pending.event.dedupKey());
        }
        unsent.heard(pending, now);
    }

    private void repeat(Pending pending, Delivery.RetryLater later, long now) {
        retried++;
        failuresInARow++;
        OutboxLimits.Backoff backoff = limits.backoff();
        Duration asked = later.retryAfter().compareTo(backoff.longest()) > 0 ? backoff.longest() : later.retryAfter();
        // The event waits twice as long as the channel, so one that always fails does not stand in the others' way.
        channelNotBefore = now + Math.max(asked.toMillis(), backoff.afterMillis(failuresInARow) / 2);
        pending.notBefore = now + backoff.afterMillis(pending.attempts);
        String key = pending.event.dedupKey();
        if (pending.event.opens() && later.mayHaveArrived()) {
            open.perhapsRaised(key);
        }
        unsent.mergeNeighbours(key);
    }

    /** When {@link #next} is worth asking again if nothing comes in; Long.MAX_VALUE when nothing waits. */
    public long wakeAt(long now) {
        long ready = unsent.readyAt();
        if (inFlight != null || ready == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return Math.max(ready, Math.max(channelNotBefore, pacing.freeAt(now)));
    }

    /** Gives up all that is unsent. */
    public void abandon(Unheard.Reason reason, long now) {
        unsent.inOrder().forEach(pending -> unsent.lose(pending, reason, "", now));
    }

    /** What to remember; the event in flight is in it, so it may be sent again. */
    public OutboxState snapshot() {
        List<OutboxState.PendingState> pending = new ArrayList<>();
        for (Pending p : unsent.inOrder()) {
            pending.add(new OutboxState.PendingState(p.event, p.arrivedAt, p.attempts));
        }
        return new OutboxState(pending, open.keys(true), open.keys(false));
    }

    /** What was given up since the last call, at most as many as the outbox holds; for the log of the unheard. */
    public List<Unheard> drainUnheard() {
        return losses.drain();
    }

    /** True when {@link #drainUnheard} has something. */
    public boolean hasUnheard() {
        return !losses.isEmpty();
    }

    /** Unsent events, the one in flight included. */
    public int size() {
        return unsent.size();
    }

    public OutboxCounts counts() {
        return new OutboxCounts(offered, sent, retried, rejected, losses.superseded(), losses.lost());
    }
}
