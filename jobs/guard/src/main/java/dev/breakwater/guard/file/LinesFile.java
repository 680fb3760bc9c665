package dev.breakwater.guard.file;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.aws.bucket.Folders.Overtaken;
import dev.breakwater.ledger.folder.SegmentedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to which complete lines are added. A failed operation can be repeated. A live run's file has one writer, and
 * is renamed when it is large.
 *
 * <p>A live run that resumes from a checkpoint continues after the lines of that checkpoint. Lines after the checkpoint
 * have decisions of an earlier attempt, which may have set limits. The lines after the checkpoint are moved to another
 * file, whose name ends in {@code .overtaken-1} and so on.
 *
 * <p>In a bucket, lines are added in batches. Each batch writes the whole file again, but only if nobody else has
 * written the file since it was read. If another writer has added lines, a repeated attempt adds its own lines after
 * the other writer's lines.
 */
final class LinesFile implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(LinesFile.class);
    /** The size at which a file in a bucket is renamed, because each batch writes the whole file again. */
    private static final long PART_BYTES_IN_A_BUCKET = 1 << 20;

    private final Path target;
    private final long rotateAt;
    private FileChannel file;
    private int part;
    /** The length of the complete lines in bytes. */
    private long whole;

    private long rotateBeyond;
    /**
     * Whether the lines after the checkpoint were already moved away. After this move, only an incomplete line of the
     * writer is cut off.
     */
    private boolean continued;

    /** Thrown if another process, or another job in this process, is writing the file. */
    static final class Taken extends IOException {

        Taken(Path path) {
            super("another run writes " + path + ": give each run its own ledger.path");
        }
    }

    /**
     * Describes a file without opening it.
     *
     * @param rotateAt the size in bytes at which the file is renamed; 0 for a recording, whose file is never renamed
     * @param part     the part to continue with; 0 for the present part
     * @param keep     bytes of that part to keep; a recording deletes the rest, and a live run moves it to another file
     */
    LinesFile(Path target, long rotateAt, int part, long keep) {
        this.target = target;
        this.rotateAt = Folders.isBucket(target) ? Math.min(rotateAt, PART_BYTES_IN_A_BUCKET) : rotateAt;
        this.part = part;
        this.whole = keep;
        this.rotateBeyond = this.rotateAt;
    }

    /** Returns whether lines are added in batches, because each write to a bucket costs money. */
    boolean takesBatches() {
        return isLive() && Folders.isBucket(target);
    }

    /** Returns whether another run is writing the file (see {@link JsonLinesSink#isTaken}). */
    static boolean isTaken(Path target) throws IOException {
        if (!Files.exists(target)) return false;
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE)) {
            return file.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    boolean isLive() {
        return rotateAt > 0;
    }

    int part() {
        return part;
    }

    long length() {
        return whole;
    }

    /** Opens the file if necessary, and cuts it to its complete lines. */
    void open() throws IOException {
        if (file != null && file.isOpen()) return;
        Files.createDirectories(target.getParent());
        file = opened();
        try {
            if (isLive()) {
                findPart();
                if (!continued && file.size() > whole) keepTail();
                continued = true;
            }
            file.truncate(Math.min(whole, file.size()));
            whole = file.size();
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private FileChannel opened() throws IOException {
        FileChannel opened = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean mine = !isLive();
        try {
            mine = mine || opened.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            mine = false;
        } finally {
            if (!mine) opened.close();
        }
        if (!mine) throw new Taken(target);
        return opened;
    }

    /**
     * Continues with the checkpoint's part if the part was renamed after the checkpoint. Lines after the checkpoint are
     * written again.
     */
    private void findPart() throws IOException {
        TreeMap<Integer, Path> parts = new SegmentedFile(target).rotated();
        int next = parts.isEmpty() ? 1 : parts.lastKey() + 1;
        if (takesBatches() && next > 1 && Files.mismatch(parts.lastEntry().getValue(), target) < 0) {
            // a process may have ended while it was renaming the part in a bucket
            Files.delete(target);
            file = opened();
        }
        if (part == 0 || part >= next) {
            part = Math.max(part, next);
            return;
        }
        Path before = parts.get(part);
        if (before == null) {
            LOG.warn(
                    "{} is gone, so lines after the checkpoint are written twice",
                    new SegmentedFile(target).part(part));
            part = next;
            whole = Long.MAX_VALUE;
            return;
        }
        for (Path later : parts.tailMap(part, false).values()) Files.move(later, overtaken(later));
        if (file.size() > 0) Files.move(target, overtaken(target));
        file.close();
        Files.move(before, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        file = opened();
    }

    private void keepTail() throws IOException {
        Path aside = overtaken(target);
        try (InputStream lines = Files.newInputStream(target)) {
            lines.skipNBytes(whole);
            Files.copy(lines, aside);
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        LOG.warn("{} continues from a checkpoint; later lines were moved to {}", target, aside);
    }

    /**
     * Returns the file for lines that a restart made obsolete. The name of this file does not look like a part of the
     * original file.
     */
    private static Path overtaken(Path path) {
        for (int i = 1; ; i++) {
            Path aside = path.resolveSibling(path.getFileName() + ".overtaken-" + i);
            if (!Files.exists(aside)) return aside;
        }
    }

    /** Adds a line. After a failure, the file is opened again, which removes an incomplete line. */
    void add(String line) throws IOException {
        open();
        if (isLive() && whole >= rotateBeyond) rotate();
        ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
        long at = whole;
        try {
            while (bytes.hasRemaining()) at += file.write(bytes, at);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        whole = at;
    }

    /**
     * Adds all of these lines or none.
     *
     * @throws IOException if the lines are not in the file, or if that is unknown; the caller must then add the lines
     *                     again
     */
    void add(Collection<String> lines) throws IOException {
        open();
        if (whole >= rotateBeyond) rotate();
        byte[] bytes = (String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8);
        try {
            file.write(ByteBuffer.wrap(bytes), whole);
            file.force(false);
        } catch (IOException e) {
            file.close();
            if (e instanceof Overtaken) {
                LOG.error("Another run writes to {}: give each run its own ledger.path", target);
                part = 0;
                whole = Long.MAX_VALUE;
            }
            throw e;
        }
        whole += bytes.length;
    }

    private void rotate() throws IOException {
        file.force(false);
        file.close();
        try {
            Path aside = new SegmentedFile(target).part(part);
            // a file in a bucket is cut in memory when it is opened, and written with the next lines
            if (takesBatches()) Files.copy(target, aside);
            else Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
            part++;
            whole = 0;
            rotateBeyond = rotateAt;
        } catch (IOException e) {
            LOG.warn("{} cannot be renamed, so it grows: {}", target, e.toString());
            rotateBeyond = whole + rotateAt;
        }
        open();
    }

    /** Forces the written lines to disk. */
    void force() throws IOException {
        if (file != null && file.isOpen()) file.force(false);
    }

    @Override
    public String toString() {
        return target.toString();
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
    }
}
