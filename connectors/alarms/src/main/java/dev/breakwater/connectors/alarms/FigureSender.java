package dev.breakwater.connectors.alarms;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that sends figures. The record path touches the buffer under a lock that is never held in a call. */
final class FigureSender {

    private static final Logger LOG = LoggerFactory.getLogger(FigureSender.class);
    private static final long JOIN_MILLIS = 5_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final FigureBuffer buffer = new FigureBuffer();
    private final FigureChannel.Source source;
    private final OutboxLimits.Backoff backoff;
    private final WallClock clock;
    private final Counter records;
    private final Thread thread = new Thread(this::run, "breakwater-figures");

    private int inFlight;
    private int failures;
    private long sent;
    private boolean closed;
    private Throwable failure;

    /** @param records counts what was sent, under Flink's own name */
    FigureSender(FigureChannel.Source source, OutboxLimits.Backoff backoff, WallClock clock, Counter records) {
        this.records = records;
        this.source = source;
        this.backoff = backoff;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void offer(KeyFigures figures) {
        locked(() -> buffer.offer(figures, clock.millis()));
    }

    /** Waits until all is sent; what is left then is given up. */
    void finish(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (buffer.size() + inFlight > 0 && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        throwFailure();
    }

    /** A bug in a channel fails the task; it is not the bad world. */
    void throwFailure() {
        lock.lock();
        try {
            if (failure != null) {
                throw new IllegalStateException("the sender of figures died", failure);
            }
        } finally {
            lock.unlock();
        }
    }

    long sent() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return buffer.dropped();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        locked(() -> closed = true);
        thread.interrupt();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (FigureChannel channel = source.open()) {
            for (List<KeyFigures> batch = next(); batch != null; batch = next()) {
                Delivery delivery = channel.put(batch);
                List<KeyFigures> tried = batch;
                locked(() -> settle(tried, delivery));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            locked(() -> failure = e);
        }
    }

    /** The next batch once there is one and the pause is over; null when closed. */
    private List<KeyFigures> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long pause = TimeUnit.MILLISECONDS.toNanos(backoff.afterMillis(failures));
            while (!closed && (buffer.size() == 0 || pause > 0)) {
                if (pause > 0) {
                    pause = changed.awaitNanos(pause);
                } else {
                    changed.await();
                }
            }
            if (closed) {
                return null;
            }
            List<KeyFigures> batch = buffer.take(clock.millis());
            inFlight = batch.size();
            changed.signalAll();
            return batch.isEmpty() ? next() : batch;
        } finally {
            lock.unlock();
        }
    }

    private void settle(List<KeyFigures> batch, Delivery delivery) {
        inFlight = 0;
        if (delivery instanceof Delivery.RetryLater later) {
            buffer.putBack(batch);
            if (failures++ == 0) {
                LOG.warn("key figures wait: {}", later.reason());
            }
            return;
        }
        failures = 0;
        if (delivery instanceof Delivery.Rejected refused) {
            buffer.drop(batch.size());
            LOG.warn("key figures refused: {}", refused.errors());
        } else {
            sent += batch.size();
            records.inc(batch.size());
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
