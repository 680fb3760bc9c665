package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import dev.breakwater.connectors.receive.content.RequestKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The place where deliveries are stored. Only one thread uses it, except for {@link #freeBytes}. */
public interface LandingStore extends AutoCloseable {

    /**
     * Lists the deliveries stored since a time, oldest first, including those of earlier processes. It is called once,
     * before all other methods.
     */
    List<Stored> recover(Instant since) throws IOException;

    /**
     * Returns how long a delivery may wait for others to be written together. Zero means that it waits only for the
     * write before.
     */
    Duration patience();

    /**
     * Stores a group. The group is durable when this returns. If it throws, it is unknown whether the group is stored.
     * The next call must then pass the same group, which is stored only once.
     */
    void store(Group group) throws IOException;

    /**
     * Makes stored data visible to readers when this is due. It is called after each group, and at least once a second.
     */
    void tick() throws IOException;

    /** Returns the free space in bytes, or {@link Long#MAX_VALUE} if there is no limit. */
    long freeBytes();

    /** Makes all data visible and closes the files. */
    @Override
    void close() throws IOException;

    /**
     * Deliveries that were stored.
     *
     * @param at the approximate time of storage
     */
    record Stored(Instant at, List<RequestKey> keys) {}

    /**
     * Deliveries that become durable in one write.
     *
     * @param keys    the deliveries' keys, at most {@link GroupHead#MOST_KEYS}
     * @param lines   their gzip members of lines, without empty ones
     * @param rejects their gzip members of rejects, without empty ones
     */
    record Group(List<RequestKey> keys, List<ByteBuffer> lines, List<ByteBuffer> rejects) {

        /** Returns the keys, in the order of the members. Deliveries without a good record come last. */
        public static Group of(List<Batch> given) {
            List<Batch> batches = Stream.concat(
                            given.stream().filter(b -> b.lines().length() > 0),
                            given.stream().filter(b -> b.lines().length() == 0))
                    .toList();
            return new Group(
                    batches.stream().map(Batch::key).toList(),
                    members(batches.stream().map(Batch::lines).toList()),
                    members(batches.stream().map(Batch::rejects).toList()));
        }

        /**
         * Returns the bytes to write for the lines, beginning with the head. Each call returns new buffers with their
         * own positions.
         */
        List<ByteBuffer> linesWithHead() {
            return GroupHead.before(keys, lines);
        }

        /** Returns the bytes of the rejects; empty if there are none. */
        List<ByteBuffer> rejectsWithHead() {
            return rejects.isEmpty() ? List.of() : GroupHead.before(List.of(), rejects);
        }

        private static List<ByteBuffer> members(List<BudgetedBytes> buffers) {
            return buffers.stream()
                    .filter(b -> b.length() > 0)
                    .map(b -> ByteBuffer.wrap(b.array(), 0, b.length()))
                    .toList();
        }
    }
}
