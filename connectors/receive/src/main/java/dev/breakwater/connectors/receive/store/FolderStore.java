package dev.breakwater.connectors.receive.store;

import dev.breakwater.connectors.receive.content.Batch.RequestKey;
import dev.breakwater.connectors.receive.store.LandingStore.Group;
import dev.breakwater.connectors.receive.store.LandingStore.LandingNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A landing folder on this machine. Groups are written to a file whose name begins with a dot. At each interval, or
 * when the file is large, the file gets its final name, and readers see the complete file. A lock ensures that only one
 * process uses the folder.
 */
public final class FolderStore implements LandingStore {
    private static final long BIG = 64L << 20;

    private final Path root;
    private final Duration roll;
    private final Clock clock;
    private final LandingNames names;
    private final FileChannel lockFile;
    private final Draft lines;
    private final Draft rejects;
    private Group pending; // the group whose rejects are stored, but maybe not its lines
    private Instant begun; // when the draft began; null if there is nothing to publish

    private FolderStore(Path root, Duration roll, Clock clock, FileChannel lockFile) {
        this.root = root;
        this.roll = roll;
        this.clock = clock;
        this.lockFile = lockFile;
        names = new LandingNames(clock, "");
        lines = new Draft(root.resolve(".draft-lines"));
        rejects = new Draft(root.resolve(".draft-rejects"));
    }

    /**
     * Opens a folder, and makes it if it does not exist.
     *
     * @param roll how long stored data may stay invisible to readers
     * @throws IOException if the folder cannot be written, or another process uses it
     */
    public static FolderStore open(Path root, Duration roll, Clock clock) throws IOException {
        Files.createDirectories(root);
        FileChannel lockFile =
                FileChannel.open(root.resolve(".receive.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(lockFile)) {
            lockFile.close();
            throw new FileSystemException(
                    root.toString(), null, "another process writes to this folder; to run several, use a bucket");
        }
        return new FolderStore(root, roll, clock, lockFile);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public List<Stored> recover(Instant since) throws IOException {
        List<Stored> all = new ArrayList<>();
        for (Path file : landed(LandingNames.from(since))) {
            String name = name(file);
            names.seen(name);
            Instant at = LandingNames.time(name).orElse(since);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                all.add(new Stored(at, GroupScan.of(channel, false).keys()));
            }
        }
        List<RequestKey> left = lines.recover();
        rejects.recover();
        all.add(new Stored(clock.instant(), left));
        publish();
        return all;
    }

    /** Returns the stored files that sort after a name, in order. */
    private List<Path> landed(String after) throws IOException {
        try (Stream<Path> files = Files.find(
                root,
                5,
                (path, attributes) -> attributes.isRegularFile() && name(path).compareTo(after) > 0)) {
            return files.filter(path -> LandingNames.time(name(path)).isPresent())
                    .sorted((a, b) -> name(a).compareTo(name(b)))
                    .toList();
        }
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    @Override
    public Duration patience() {
        return Duration.ZERO;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a retry brings the same group
    public void store(Group group) throws IOException {
        if (begun == null) {
            begun = clock.instant();
        }
        // rejects are written first, so that a crash before the next write stores them twice at worst but never loses
        // them
        if (group != pending && !group.rejects().isEmpty()) {
            rejects.append(group.rejectsWithHead());
            pending = group;
        }
        if (!group.lines().isEmpty()) {
            lines.append(group.linesWithHead());
        }
        pending = null;
    }

    @Override
    public void tick() throws IOException {
        boolean big = lines.bytes() + rejects.bytes() > BIG;
        if (begun != null && (big || !clock.instant().isBefore(begun.plus(roll)))) {
            publish();
        }
    }

    private void publish() throws IOException {
        String name = names.next();
        rejects.publish(root.resolve(LandingNames.rejects(name)));
        lines.publish(root.resolve(name));
        begun = null;
    }

    @Override
    public long freeBytes() {
        // 0 if the folder cannot be read, because in that case it cannot be written either
        return root.toFile().getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        try (lockFile;
                lines;
                rejects) {
            publish();
        }
    }

    /**
     * The content of a file of groups.
     *
     * @param whole the number of bytes up to the end of the last complete group
     * @param keys the deliveries in these groups
     */
    record GroupScan(long whole, List<RequestKey> keys) {
        /** Most heads are shorter than this, in bytes. */
        private static final int USUAL = 256;

        /**
         * Walks through a file.
         *
         * @param check whether the bytes of each group are read and compared with their CRC
         */
        static GroupScan of(FileChannel file, boolean check) throws IOException {
            List<RequestKey> keys = new ArrayList<>();
            long at = 0;
            while (true) {
                GroupHead head = GroupHead.read(bytes(file, at, USUAL));
                if (head == null) {
                    head = GroupHead.read(bytes(file, at, GroupHead.LONGEST));
                }
                long end = head == null ? 0 : at + head.length() + head.bytes();
                if (head == null || end > file.size() || check && !intact(file, at + head.length(), head)) {
                    return new GroupScan(at, keys);
                }
                keys.addAll(head.keys());
                at = end;
            }
        }

        private static boolean intact(FileChannel file, long from, GroupHead head) throws IOException {
            CRC32 crc = new CRC32();
            int chunk = 1 << 16;
            for (long at = from; at < from + head.bytes(); at += chunk) {
                crc.update(bytes(file, at, (int) Math.min(chunk, from + head.bytes() - at)));
            }
            return (int) crc.getValue() == head.crc();
        }

        private static ByteBuffer bytes(FileChannel file, long from, int most) throws IOException {
            ByteBuffer into = ByteBuffer.allocate((int) Math.max(0, Math.min(most, file.size() - from)));
            while (into.hasRemaining() && file.read(into, from + into.position()) >= 0) {
                // reads until the buffer is full or the file ends
            }
            return into.flip();
        }
    }
}
