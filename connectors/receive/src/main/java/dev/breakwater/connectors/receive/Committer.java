package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Refused;
import dev.breakwater.connectors.receive.store.GroupHead;
import dev.breakwater.connectors.receive.store.LandingStore;
import dev.breakwater.connectors.receive.store.LandingStore.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread that writes. The thread writes all deliveries that arrived during the last write as one group, so one
 * write stores many waiting deliveries. If a write fails, the same group is written again before the next group.
 */
final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final int QUEUE = 4 * GroupHead.MOST_KEYS;
    private static final long BIG = 16L << 20;
    private static final long TICK_MILLIS = 20;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LandingStore store;
    private final RequestIds ids;
    private final Counters counters;
    private final int enough;
    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread = new Thread(this::run, "receive-commit");
    private volatile boolean hurrying;
    private volatile boolean closing;
    private volatile String trouble = "";
    private volatile String unseen = "";
    private long tickAgain;
    private List<Batch> unsettled = List.of();
    private Group unsettledGroup;
    private long tryAgain;

    /** @param enough the size at which a group is written at once, because no worker is free to add a delivery to it */
    Committer(LandingStore store, RequestIds ids, Counters counters, int enough) {
        this.enough = Math.min(enough, GroupHead.MOST_KEYS);
        this.store = store;
        this.ids = ids;
        this.counters = counters;
    }

    void start() {
        thread.start();
    }

    /** Stores a batch and closes it. @throws Refused 503 if the batch cannot be stored now */
    void submit(Batch batch) throws Refused {
        if (!trouble.isEmpty() || closing || !queue.offer(batch)) {
            throw Refused.busy(trouble.isEmpty() ? "too many deliveries are waiting" : trouble);
        }
    }

    /** Returns the fault of the landing folder, or "" if it works. */
    String trouble() {
        return trouble;
    }

    /** Returns the reason why readers do not see stored data, or "" if they do. Deliveries are still accepted. */
    String unseen() {
        return unseen;
    }

    int waiting() {
        return queue.size();
    }

    /** After this call, deliveries no longer wait for other deliveries to join their group. */
    void hurry() {
        hurrying = true;
    }

    /** Stores the deliveries that were submitted, and ends. No delivery may be submitted after this call. */
    @Override
    public void close() {
        hurry();
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                Batch first = queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                step(first);
            }
            if (unsettledGroup != null) {
                settle();
            }
        } catch (InterruptedException e) {
            trouble = "writing was interrupted";
        } catch (RuntimeException | Error e) {
            LOG.error("Writing to the landing folder has ended, so deliveries are refused", e);
            trouble = "writing has ended after an internal error";
        }
    }

    private void step(Batch first) throws InterruptedException {
        if (unsettledGroup != null && (closing || System.nanoTime() - tryAgain >= 0)) {
            settle();
        }
        if (first != null && unsettledGroup != null) {
            ids.release(first.key(), Refused.busy(trouble));
            first.close();
        } else if (first != null) {
            unsettled = gather(first);
            unsettledGroup = Group.of(unsettled);
            settle();
        }
        tick();
    }

    private List<Batch> gather(Batch first) throws InterruptedException {
        List<Batch> all = new ArrayList<>(List.of(first));
        long end = System.nanoTime() + store.patience().toNanos();
        long bytes = first.lines().length();
        while (all.size() < enough && bytes < BIG) {
            long left = hurrying ? 0 : Math.min(end - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS));
            Batch next = left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : queue.poll();
            if (next != null) {
                all.add(next);
                bytes += next.lines().length();
            } else if (left <= 0) {
                break;
            }
        }
        return all;
    }

    private void settle() {
        try {
            store.store(unsettledGroup);
        } catch (IOException e) {
            if (trouble.isEmpty()) {
                LOG.error("The landing folder cannot be written, so deliveries are refused until it can be", e);
            }
            trouble = "the landing folder cannot be written";
            counters.failedWrite();
            ids.doubt(unsettledGroup.keys(), Refused.busy(trouble));
            tryAgain = System.nanoTime() + RETRY_NANOS;
            return;
        }
        counters.wrote(unsettled.stream().mapToLong(b -> b.lines().length()).sum());
        unsettled.forEach(batch -> counters.stored(batch.tally()));
        unsettled.forEach(Batch::close);
        ids.stored(unsettledGroup.keys());
        unsettled = List.of();
        unsettledGroup = null;
        trouble = "";
    }

    private void tick() {
        if (!unseen.isEmpty() && System.nanoTime() - tickAgain < 0) {
            return;
        }
        try {
            store.tick();
            unseen = "";
        } catch (IOException e) {
            if (unseen.isEmpty()) {
                LOG.error("Received data is safe but readers cannot see it yet; retrying", e);
            }
            unseen = "received data cannot be made visible to readers";
            counters.failedWrite();
            tickAgain = System.nanoTime() + RETRY_NANOS;
        }
    }
}
