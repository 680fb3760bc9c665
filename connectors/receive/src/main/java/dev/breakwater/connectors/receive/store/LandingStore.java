package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.RequestKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where deliveries are landed. Used by one thread, except for {@link #freeBytes}. */
public interface LandingStore extends AutoCloseable {

    /** Which deliveries were stored since then, by this process or one before it, oldest first. Called once, first. */
    List<Stored> recover(Instant since) throws IOException;

    /** How long deliveries may wait for others before one write pays off; zero: as soon as the last write is done. */
    Duration patience();

    /**
     * Stores a group; it is durable when this returns. When it throws, nobody knows what is stored, and the next call
     * is with the same group, which is then stored once.
     */
    void store(Group group) throws IOException;

    /** Makes what is stored visible to readers when it is due. Called after each group, and at least each second. */
    void tick() throws IOException;

    /** Space left, bytes; {@link Long#MAX_VALUE} if there is no such limit. */
    long freeBytes();

    /** Makes everything visible and releases the files. */
    @Override
    void close() throws IOException;

    /** Deliveries that were stored. @param at when, about */
    record Stored(Instant at, List<RequestKey> keys) {}
}
