package dev.breakwater.guard.file;

import dev.breakwater.guard.wire.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps lines until their turn, then writes them. A line that is there already (a repeat) is kept once.
 *
 * <p>The files of a live run may fail while the job must go on: what cannot be written waits and is tried again with the
 * next line, the oldest beyond a bound are dropped and counted. A recording's files must be whole: there a failure is
 * the job's.
 */
final class JsonLinesWriter implements StatefulSinkWriter<Row, FilePosition> {

    private static final Logger LOG = LoggerFactory.getLogger(JsonLinesWriter.class);
    private static final int MOST_WAITING = 10_000;
    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::time).thenComparing(Row::order).thenComparing(Row::json);

    private final String path;
    private final FileChannel file;
    private final long patienceMillis;
    private final boolean live;
    private final TreeSet<Row> waiting = new TreeSet<>(ORDER);
    private boolean failing;
    private long dropped;

    /** Opens the file and cuts it to at most {@code keep} bytes; a live run's file has one writer. */
    JsonLinesWriter(String path, long patienceMillis, long keep) throws IOException {
        Path target = Path.of(path).toAbsolutePath();
        Files.createDirectories(target.getParent());
        this.path = path;
        this.file = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.patienceMillis = patienceMillis;
        this.live = patienceMillis < 0;
        if (live) lock();
        file.truncate(Math.min(keep, file.size()));
        file.position(file.size());
    }

    private void lock() throws IOException {
        boolean mine;
        try {
            mine = file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            mine = false;
        }
        if (mine) return;
        file.close();
        throw new IOException("another run writes " + path + ": give each run a ledger.path of its own");
    }

    /** See {@link JsonLinesSink#isTaken}. */
    static boolean isTaken(Path target) throws IOException {
        if (!Files.exists(target)) return false;
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.WRITE)) {
            return file.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    void add(Row row) {
        waiting.add(row);
    }

    @Override
    public void write(Row row, Context context) throws IOException {
        add(row);
        if (live) writeBefore(Long.MAX_VALUE);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException {
        long time = watermark.getTimestamp();
        writeBefore(time == Long.MAX_VALUE ? time : time - Math.max(0, patienceMillis));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        if (endOfInput) writeBefore(Long.MAX_VALUE);
    }

    private void writeBefore(long time) throws IOException {
        while (!waiting.isEmpty() && waiting.first().time() < time) {
            long whole = file.position();
            try {
                write(waiting.first());
                waiting.pollFirst();
                recovered();
            } catch (IOException e) {
                if (!live) throw e;
                failed(whole, e);
                return;
            }
        }
    }

    private void write(Row row) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((row.json() + '\n').getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) file.write(bytes);
    }

    /** Takes half a line back and keeps it for later. */
    private void failed(long whole, IOException e) throws IOException {
        file.truncate(whole);
        file.position(whole);
        if (!failing) LOG.error("Cannot write {}, lines wait: {}", path, e.toString());
        failing = true;
        while (waiting.size() > MOST_WAITING) {
            waiting.pollFirst();
            dropped++;
        }
    }

    private void recovered() {
        if (failing) LOG.warn("{} is written again, {} lines were dropped", path, dropped);
        failing = false;
    }

    @Override
    public List<FilePosition> snapshotState(long checkpointId) throws IOException {
        file.force(false);
        return List.of(new FilePosition(file.position(), new ArrayList<>(waiting)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
