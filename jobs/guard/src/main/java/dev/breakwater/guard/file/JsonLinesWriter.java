package dev.breakwater.guard.file;

import dev.breakwater.guard.wire.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

/** Keeps lines until their turn, then writes them. A line that is there already (a repeat) is kept once. */
final class JsonLinesWriter implements StatefulSinkWriter<Row, FilePosition> {

    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::time).thenComparing(Row::order).thenComparing(Row::json);

    private final FileChannel file;
    private final long patienceMillis;
    private final TreeSet<Row> waiting = new TreeSet<>(ORDER);

    /** Opens the file and cuts it to at most {@code keep} bytes. */
    JsonLinesWriter(String path, long patienceMillis, long keep) throws IOException {
        Path target = Path.of(path).toAbsolutePath();
        Files.createDirectories(target.getParent());
        this.file = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.patienceMillis = patienceMillis;
        file.truncate(Math.min(keep, file.size()));
        file.position(file.size());
    }

    void add(Row row) {
        waiting.add(row);
    }

    @Override
    public void write(Row row, Context context) throws IOException {
        add(row);
        if (patienceMillis < 0) writeBefore(Long.MAX_VALUE);
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
            String line = waiting.pollFirst().json() + '\n';
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) file.write(bytes);
        }
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
