package dev.breakwater.connectors.alarms;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that sends. The record path touches the outbox under a lock that is never held during a call. */
final class OutboxSender {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);
    private static final long LONGEST_NAP_MILLIS = 60_000;
    private static final long JOIN_MILLIS = 5_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Outbox outbox;
    private final AlarmChannel.Source source;
    private final UnheardLog log;
    private final WallClock clock;
    private final Thread thread;

    private OutboxMetrics metrics;
    private boolean closed;
    private boolean failing;
    private volatile Throwable failure;

    OutboxSender(Outbox outbox, AlarmChannel.Source source, UnheardLog log, WallClock clock) {
        this.outbox = outbox;
        this.source = source;
        this.log = log;
        this.clock = clock;
        this.thread = new Thread(this::run, "breakwater-notify");
        this.thread.setDaemon(true);
    }

    void start(OutboxMetrics shown) {
        metrics = shown;
        log.open();
        thread.start();
    }

    void offer(AlarmEvent event) {
        locked(() -> outbox.offer(event, clock.millis()));
    }

    /** Unsent events. */
    int size() {
        lock.lock();
        try {
            return outbox.size();
        } finally {
            lock.unlock();
        }
    }

    OutboxState snapshot() {
        lock.lock();
        try {
            return outbox.snapshot();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all is sent; what is left then is given up. */
    void finish(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (outbox.size() > 0 && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        throwFailure();
        locked(() -> outbox.abandon(Unheard.Reason.END_OF_INPUT, clock.millis()));
    }

    /** A bug in a channel fails the task; it is not the bad world. */
    void throwFailure() {
        if (failure != null) {
            throw new IllegalStateException("the alarm sender died", failure);
        }
    }

    /** Stops the thread; what is unsent stays in the last snapshot. */
    void close() {
        locked(() -> closed = true);
        thread.interrupt();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        report(drained());
        log.close();
    }

    private void run() {
        try (AlarmChannel channel = source.open()) {
            while (!isClosed()) {
                Optional<AlarmEvent> next = awaitNext();
                report(drained());
                if (next.isPresent()) {
                    settle(channel.deliver(next.get()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            locked(() -> failure = e);
        }
    }

    /** The next event, or empty when there is something to report, or it is time to look again. */
    private Optional<AlarmEvent> awaitNext() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long now = clock.millis();
            Optional<AlarmEvent> next = outbox.next(now);
            metrics.show(outbox.counts());
            if (next.isEmpty() && !outbox.hasUnheard() && !closed) {
                long nap = Math.min(outbox.wakeAt(now) - now, LONGEST_NAP_MILLIS);
                changed.await(Math.max(nap, 1), TimeUnit.MILLISECONDS);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void settle(Delivery delivery) {
        if (delivery instanceof Delivery.RetryLater later && !failing) {
            LOG.warn("alarms wait: {}", later.reason());
        } else if (delivery instanceof Delivery.Accepted && failing) {
            LOG.info("alarms are delivered again");
        }
        failing = delivery instanceof Delivery.RetryLater;
        locked(() -> outbox.settle(delivery, clock.millis()));
    }

    private List<Unheard> drained() {
        lock.lock();
        try {
            return outbox.drainUnheard();
        } finally {
            lock.unlock();
        }
    }

    private void report(List<Unheard> unheard) {
        for (Unheard one : unheard) {
            try {
                log.unheard(one);
            } catch (RuntimeException e) {
                LOG.warn("the log of unheard alarms failed", e);
            }
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            if (metrics != null) {
                metrics.show(outbox.counts());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
