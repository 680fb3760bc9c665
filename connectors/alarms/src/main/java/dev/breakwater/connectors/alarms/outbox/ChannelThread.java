package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.source.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The single thread that sends the items of a sink. A lock guards the state that both threads use. The lock is never
 * held during a call. Each method below says whether its caller holds the lock.
 *
 * @param <C> the channel that sends the items; it is opened and closed on the thread
 * @param <T> the items that are sent
 */
public abstract class ChannelThread<C extends ChannelThread.Channel, T> {

    /** The connection through which a message is sent. */
    public interface Channel extends AutoCloseable {
        @Override
        default void close() {}
    }

    private static final long LONGEST_NAP_MILLIS = 60_000;
    private static final long JOIN_MILLIS = 5_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Supplier<C> source;
    private final Thread thread;
    private boolean closed;
    private Throwable failure;

    // the thread is started after the constructor of the subclass
    @SuppressWarnings("this-escape")
    protected ChannelThread(String name, Supplier<C> source) {
        this.source = source;
        this.thread = new DaemonThreads(name).newThread(this::run);
    }

    /** Returns the message to send now, or null. Called under the lock. */
    protected abstract T next();

    /**
     * Returns the milliseconds to wait before the method {@link #next} is called again after it returned nothing; 0
     * means no wait. Called under the lock.
     */
    protected abstract long napMillis();

    /** Makes one attempt, within a bounded time and not under the lock. */
    protected abstract Delivery deliver(C channel, T next);

    /** Records the result of the delivery. Called under the lock. */
    protected abstract void settle(T tried, Delivery delivery);

    /** Returns the number of unsent items, including the item in flight. Called under the lock. */
    protected abstract int unsent();

    /** Does other regular work. Called without the lock. */
    protected void beside() {}

    /** Starts the thread. */
    public final void start() {
        thread.start();
    }

    /** Fails the task after a bug in a channel, because a bug is not a failure of the outside world. */
    public final void throwFailure() {
        Throwable bug = locked(() -> failure);
        if (bug != null) {
            throw new IllegalStateException(thread.getName() + ": the sender died", bug);
        }
    }

    /** Waits until everything is sent, but at most for this time. */
    public void finish(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (unsent() > 0 && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        throwFailure();
    }

    /** Stops the thread. */
    public void close() {
        change(() -> closed = true);
        thread.interrupt();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads shared data. */
    protected final <R> R locked(Supplier<R> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    /** Changes shared data, and wakes waiting threads. */
    protected final void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try (C channel = source.get()) {
            while (!locked(() -> closed)) {
                T next = awaitNext();
                beside();
                if (next != null) {
                    Delivery delivery = deliver(channel, next);
                    change(() -> settle(next, delivery));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            change(() -> failure = e);
        }
    }

    /** Returns the next message. Returns null if shared data changed meanwhile, or if the wait is over. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private T awaitNext() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            T next = next();
            long nap = next == null ? Math.min(napMillis(), LONGEST_NAP_MILLIS) : 0;
            if (nap > 0 && !closed) {
                changed.await(nap, TimeUnit.MILLISECONDS);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
