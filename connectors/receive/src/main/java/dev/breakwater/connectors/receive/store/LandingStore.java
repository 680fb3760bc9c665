package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The store in which deliveries are kept. Only one thread uses the store, except for {@link #freeBytes}. */
public interface LandingStore extends AutoCloseable {

    /**
     * Lists the deliveries that were stored since a given time, oldest first, including deliveries of earlier
     * processes. The method is called once, before all other methods.
     */
    List<Stored> recover(Instant since) throws IOException;

    /**
     * Returns how long a delivery may wait for other deliveries, so that one write stores several. Zero means that the
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

    /**
     * Makes names of stored files, such as {@code 2026/11/25/03/20261125T033501123Z.jsonl.gz}. If several processes
     * store files, each process adds its own mark ({@code Z-1f3a9c04.jsonl.gz}), so that no name is used twice. Names
     * sort by time. Each name sorts after all earlier names, even if the clock goes back. Otherwise, the reader would
     * skip the file.
     */
    public static final class LandingNames {
        public static final String SUFFIX = ".jsonl.gz";

        private static final DateTimeFormatter FOLDER =
                DateTimeFormatter.ofPattern("uuuu/MM/dd/HH/").withZone(ZoneOffset.UTC);
        private static final DateTimeFormatter STAMP =
                DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

        private final Clock clock;
        private final String mark;
        private long last;

        /** @param mark the mark of this process in hexadecimal digits; empty if it is the only process */
        LandingNames(Clock clock, String mark) {
            this.clock = clock;
            this.mark = mark.isEmpty() ? "" : "-" + mark;
        }

        /** Records an existing name. */
        void seen(String name) {
            time(name).ifPresent(at -> last = Math.max(last, at.toEpochMilli()));
        }

        String next() {
            last = Math.max(clock.millis(), last + 1);
            Instant at = Instant.ofEpochMilli(last);
            return FOLDER.format(at) + STAMP.format(at) + mark + SUFFIX;
        }

        /** Returns a name that sorts before all files that were stored after that instant. */
        static String from(Instant at) {
            return FOLDER.format(at) + STAMP.format(at);
        }

        /**
         * Returns the name of the file of rejects that belongs to a file of lines. Readers of samples ignore the file
         * of rejects, because its name begins with a dot.
         */
        static String rejects(String name) {
            int file = name.lastIndexOf('/') + 1;
            return name.substring(0, file) + ".rejects-" + name.substring(file);
        }

        /**
         * Returns the time when a file was stored. The result is empty if the command {@code receive} did not write the
         * file.
         */
        static Optional<Instant> time(String name) {
            String file = name.substring(name.lastIndexOf('/') + 1);
            if (!file.endsWith(SUFFIX)) {
                return Optional.empty();
            }
            try {
                String stamp =
                        file.substring(0, file.length() - SUFFIX.length()).replaceFirst("-[0-9a-f]+$", "");
                return Optional.of(STAMP.parse(stamp, Instant::from));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }
}
