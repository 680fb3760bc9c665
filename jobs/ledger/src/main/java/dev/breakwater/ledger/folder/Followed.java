package dev.breakwater.ledger.folder;

import dev.breakwater.ledger.LedgerFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a file of a live run and its older parts repeatedly, each time from the last position. Each line is read once,
 * even if the file is renamed in between. A job that resumes cuts its files back to its checkpoint. After a job has cut
 * its files, all lines must be read again.
 */
public final class Followed<T> {

    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final LedgerFile<T> kind;
    private final Consumer<T> taker;
    /** The number of bytes that were read of each part. The key of a part does not change when the part is renamed. */
    private final Map<Object, Long> taken = new HashMap<>();

    public Followed(RunFolder run, LedgerFile<T> kind, Consumer<T> taker) {
        file = kind.in(run.path());
        this.kind = kind;
        this.taker = taker;
    }

    /** Whether a part was cut or rewritten since it was read. Earlier lines of a changed part may be outdated. */
    public boolean cut() throws IOException {
        for (Path part : new SegmentedFile(file).parts()) {
            try (SeekableByteChannel in = Files.newByteChannel(part)) {
                long from = taken.getOrDefault(key(part), 0L);
                if (from > in.size()) return true;
                if (from == 0) continue;
                ByteBuffer last = ByteBuffer.allocate(1);
                in.position(from - 1).read(last);
                if (last.array()[0] != '\n') return true;
            } catch (NoSuchFileException e) {
                // the file was renamed in the meantime
            }
        }
        return false;
    }

    /**
     * Passes on each new complete line. Unreadable lines are skipped.
     *
     * @return whether there was a new line
     */
    public boolean read() throws IOException {
        boolean any = false;
        for (Path part : new SegmentedFile(file).parts()) {
            try {
                any |= read(part);
            } catch (NoSuchFileException e) {
                // the part was renamed in the meantime, so the next call reads it
            }
        }
        return any;
    }

    private boolean read(Path part) throws IOException {
        Object key = key(part);
        long from = taken.getOrDefault(key, 0L);
        long whole = from;
        try (SeekableByteChannel in = Files.newByteChannel(part)) {
            in.position(from);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(ByteBuffer.wrap(chunk)); n > 0; n = in.read(ByteBuffer.wrap(chunk))) {
                int begin = 0;
                for (int i = 0; i < n; i++) {
                    if (chunk[i] != '\n') continue;
                    line.write(chunk, begin, i - begin);
                    whole += line.size() + 1L;
                    RunFolder.take(line.toString(StandardCharsets.UTF_8), kind, taker);
                    line.reset();
                    begin = i + 1;
                }
                line.write(chunk, begin, n - begin);
            }
        }
        taken.put(key, whole);
        return whole > from;
    }

    private static Object key(Path part) throws IOException {
        Object key = Files.readAttributes(part, BasicFileAttributes.class).fileKey();
        return key == null ? part : key;
    }
}
