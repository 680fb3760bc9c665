package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.store.LandingStore.Group;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A real store with a disk that can be full, refuse, or take its time. */
public final class StubbornStore implements LandingStore {
    private final LandingStore real;
    private final Semaphore gate = new Semaphore(Integer.MAX_VALUE);
    public volatile long free = Long.MAX_VALUE;
    public volatile boolean refusing;

    public StubbornStore(LandingStore real) {
        this.real = real;
    }

    /** Stops all writes until {@link #letGo}. */
    public void hold() {
        gate.drainPermits();
    }

    public void letGo() {
        gate.release(1 << 20);
    }

    @Override
    public List<Stored> recover(Instant since) throws IOException {
        return real.recover(since);
    }

    @Override
    public Duration patience() {
        return real.patience();
    }

    @Override
    public void store(Group group) throws IOException {
        gate.acquireUninterruptibly();
        if (refusing) {
            throw new IOException("no space left, says the test");
        }
        real.store(group);
    }

    @Override
    public void tick() throws IOException {
        real.tick();
    }

    @Override
    public long freeBytes() {
        return free;
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
