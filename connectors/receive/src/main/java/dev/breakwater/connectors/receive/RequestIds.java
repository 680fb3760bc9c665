package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.content.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Remembers the deliveries that are being stored or were stored recently, so that a retry is acknowledged without
 * storing the delivery again.
 */
final class RequestIds {
    /**
     * How long deliveries are remembered. Firehose retries for at most 2 hours. The rest of the time allows for
     * differences between clocks.
     */
    static final Duration REMEMBERED = Duration.ofHours(3);

    private final Clock clock;
    private final int most;
    private final Map<RequestKey, Entry> entries = new LinkedHashMap<>();

    /** @param at the time at which the delivery was stored, epoch ms; 0 before that */
    private record Entry(CompletableFuture<Void> stored, long at) {}

    /** @param most the largest number of remembered deliveries; the oldest deliveries are forgotten first */
    RequestIds(Clock clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /**
     * Claims a delivery.
     *
     * @return null if the caller must store the delivery; otherwise a future that completes when another caller has
     *         stored it
     */
    synchronized CompletableFuture<Void> claim(RequestKey key) {
        Entry entry = entries.get(key);
        if (entry != null) {
            return entry.stored;
        }
        entries.put(key, new Entry(new CompletableFuture<>(), 0));
        return null;
    }

    /** Returns the future for callers that bring the same delivery later. */
    synchronized CompletableFuture<Void> claimed(RequestKey key) {
        return entries.get(key).stored;
    }

    /** Ends an attempt to store a delivery without success, so that the delivery may be tried again. */
    void release(RequestKey key, Refused why) {
        Entry entry;
        synchronized (this) {
            entry = entries.remove(key);
        }
        if (entry != null) {
            entry.stored.completeExceptionally(why);
        }
    }

    /**
     * Records that it is unknown whether these deliveries are stored. Their callers must retry later, until the
     * method {@link #stored} is called.
     */
    void doubt(List<RequestKey> keys, Refused why) {
        for (RequestKey key : keys) {
            claimed(key).completeExceptionally(why);
        }
    }

    /** Records that these deliveries are stored. The waiting callers are then answered. */
    void stored(List<RequestKey> keys) {
        long now = clock.millis();
        for (RequestKey key : keys) {
            CompletableFuture<Void> waiting = remember(key, now);
            if (waiting != null) {
                waiting.complete(null);
            }
        }
        forget(now);
    }

    /** Records that deliveries were stored at a given time. */
    synchronized void recall(List<RequestKey> keys, long atMillis) {
        keys.forEach(key -> remember(key, atMillis));
        forget(clock.millis());
    }

    synchronized int size() {
        return entries.size();
    }

    private synchronized CompletableFuture<Void> remember(RequestKey key, long at) {
        Entry before = entries.remove(key); // remove the old entry first, so that the new entry is at the end
        entries.put(key, new Entry(CompletableFuture.completedFuture(null), at));
        return before == null ? null : before.stored;
    }

    private synchronized void forget(long now) {
        Iterator<Entry> oldest = entries.values().iterator();
        int size = entries.size();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            boolean old = size > most || entry.at < now - REMEMBERED.toMillis();
            if (entry.at != 0) {
                if (!old) {
                    return;
                }
                oldest.remove();
                size--;
            }
        }
    }
}
