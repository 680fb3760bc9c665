package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The store in which deliveries are kept. Only one thread uses the store, except for {@link #freeBytes}. */
public interface LandingStore extends AutoCloseable {

    /**
     * Lists the deliveries that were stored since a given time, oldest first, including deliveries of earlier
     * processes. The method is called once, before all other methods.
     */
    List<Stored> recover(Instant since) throws IOException;

    /**
     * Returns how long a delivery may wait so that several deliveries are written together. Zero means that the
     * delivery waits only for the write that is in progress.
     */
    Duration patience();

    /**
     * Stores a group. The group is durable when this method returns. If the method throws, it is unknown whether the
     * group is stored. The next call must then pass the same group, which is stored only once.
     */
    void store(Group group) throws IOException;

    /**
     * Makes stored data visible to readers when this is due. The method is called after each group, and at least once a
     * second.
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
     * @param at the approximate time at which the group is stored
     */
    record Stored(Instant at, List<RequestKey> keys) {}

    /**
     * Deliveries that become durable in one write.
     *
     * @param keys    the deliveries' keys, at most {@link GroupHead#MOST_KEYS}
     * @param lines   the deliveries' gzip members of lines, without empty members
     * @param rejects the deliveries' gzip members of rejects, without empty members
     */
    record Group(List<RequestKey> keys, List<ByteBuffer> lines, List<ByteBuffer> rejects) {

        /** Returns the keys, in the order of the members. The keys of deliveries without a good record come last. */
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

        /** Returns the bytes of the rejects; empty if the group has none. */
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
