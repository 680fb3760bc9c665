package dev.breakwater.connectors.receive;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that all deliveries share. */
final class ByteBudget {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    ByteBudget(long most) {
        this.most = most;
    }

    /** @throws Refused 503 if there is not that much left */
    void take(long bytes) throws Refused {
        if (used.addAndGet(bytes) > most) {
            used.addAndGet(-bytes);
            throw Refused.busy("too much is waiting to be written");
        }
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
