package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.receive.content.Refused;
import dev.breakwater.connectors.receive.store.LandingStore;

/** Decides whether a delivery is accepted now. */
final class DeliveryGate {
    private final LandingStore store;
    private final Committer committer;
    private final long freeBytes;
    private volatile boolean closing;

    DeliveryGate(LandingStore store, Committer committer, long freeBytes) {
        this.store = store;
        this.committer = committer;
        this.freeBytes = freeBytes;
    }

    /** After this call, every delivery is refused. */
    void close() {
        closing = true;
    }

    /** @throws Refused 503 if no delivery is accepted at present */
    void check() throws Refused {
        String reason = reason();
        if (!reason.isEmpty()) {
            throw Refused.busy(reason);
        }
    }

    /** Returns the reason why no delivery is accepted, or "". */
    String reason() {
        if (closing) {
            return "the endpoint is closing";
        }
        return store.freeBytes() < freeBytes ? "the disk is nearly full" : committer.trouble();
    }
}
