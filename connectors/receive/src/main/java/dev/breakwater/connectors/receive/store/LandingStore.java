package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.RequestKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The place where deliveries are landed. Used by one thread, except for {@link #freeBytes}. */
public interface LandingStore extends AutoCloseable {

    /** The deliveries stored since then, by this process or an earlier one, oldest first. Called once, first. */
    List<Stored> recover(Instant since) throws IOException;

    /** How long deliveries may wait for others before one write pays off; zero: until the last write is done. */
    Duration patience();

    /**
     * Stores a group; it is durable when this returns. If it throws, it is unknown what is stored; the next call has
     * the same group, which is then stored once.
     */
    void store(Group group) throws IOException;

    /** Makes stored data visible to readers when it is due. Called after each group, and at least each second. */
    void tick() throws IOException;

    /** Space left, bytes; {@link Long#MAX_VALUE} if there is no such limit. */
    long freeBytes();

    /** Makes everything visible and releases the files. */
    @Override
    void close() throws IOException;

    /** Deliveries that were stored. @param at when, about */
    record Stored(Instant at, List<RequestKey> keys) {}
}
