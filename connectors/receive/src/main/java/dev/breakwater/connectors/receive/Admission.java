package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.receive.content.Refused;
import dev.breakwater.connectors.receive.store.LandingStore;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether a delivery may come in now, and how many are in. */
final class Admission {
    private final LandingStore store;
    private final Committer committer;
    private final long freeBytes;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean closing;

    Admission(LandingStore store, Committer committer, long freeBytes) {
        this.store = store;
        this.committer = committer;
        this.freeBytes = freeBytes;
    }

    void enter() {
        inside.incrementAndGet();
    }

    void leave() {
        inside.decrementAndGet();
    }

    int inside() {
        return inside.get();
    }

    /** From now on nothing is admitted. */
    void close() {
        closing = true;
    }

    /** @throws Refused 503 if not */
    void check() throws Refused {
        String reason = reason();
        if (!reason.isEmpty()) {
            throw Refused.busy(reason);
        }
    }

    /** Why nothing is admitted; "" if it is. */
    String reason() {
        if (closing) {
            return "the endpoint is closing";
        }
        return store.freeBytes() < freeBytes ? "the disk is nearly full" : committer.trouble();
    }
}
