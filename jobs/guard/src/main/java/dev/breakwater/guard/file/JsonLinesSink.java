package dev.breakwater.guard.file;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.guard.Stage;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.ledger.folder.SegmentedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Gauge;

/**
 * Writes lines to one file, sorted by time and order. A line waits until the feed is well past the line's time. Once
 * the feed has passed that point, no earlier line can arrive. A file has one writer, so a parallelism other than 1 is
 * refused at the start.
 *
 * <p>Each line is written exactly once, even after failures. The checkpoint has the file's length and the waiting
 * lines. A restart cuts the file back to that length.
 *
 * <p>A large live file is renamed to the next number, and a new file begins (see {@link SegmentedFile}).
 */
public final class JsonLinesSink
        implements Sink<OutputLine>, SupportsWriterState<OutputLine, JsonLinesSink.FilePosition> {

    private final String path;
    private final long patienceMillis;
    /** The size in bytes at which a live file is renamed. 0 for a recording's file, which is never renamed. */
    private final long rotateAt;

    private JsonLinesSink(String path, long patienceMillis, long rotateAt) {
        this.path = path;
        this.patienceMillis = patienceMillis;
        this.rotateAt = rotateAt;
    }

    /**
     * Creates a new, sorted file. A line is written when the watermark is {@code patienceMillis} past the line's time.
     */
    public static JsonLinesSink sorted(String path, long patienceMillis) {
        return new JsonLinesSink(path, patienceMillis, 0);
    }

    /**
     * Continues an existing file. Lines are written as they arrive.
     *
     * @param rotateAt size of a part of {@link SegmentedFile}, bytes, at least 1
     */
    public static JsonLinesSink appending(String path, long rotateAt) {
        return new JsonLinesSink(path, -1, rotateAt);
    }

    /**
     * Returns whether a live run on this machine is writing into the file. Call this before a job starts, because a
     * file in use would make the job restart repeatedly.
     *
     * @throws IOException if the file exists and cannot be opened for writing
     */
    public static boolean isTaken(Path file) throws IOException {
        return LinesFile.isTaken(file);
    }

    @Override
    public StatefulSinkWriter<OutputLine, FilePosition> createWriter(WriterInitContext context) throws IOException {
        Stage.requireOneInstance(context.getTaskInfo());
        return writer(context, 0, rotateAt > 0 ? Long.MAX_VALUE : 0);
    }

    @Override
    public StatefulSinkWriter<OutputLine, FilePosition> restoreWriter(
            WriterInitContext context, Collection<FilePosition> states) throws IOException {
        // no state of this sink is in the checkpoint
        if (states.isEmpty()) return createWriter(context);
        Stage.requireOneInstance(context.getTaskInfo());
        FilePosition newest = states.stream()
                .max(Comparator.comparingInt(FilePosition::part).thenComparingLong(FilePosition::length))
                .orElseThrow();
        JsonLinesWriter writer = writer(context, newest.part(), newest.length());
        for (FilePosition state : states) state.waiting().forEach(writer::add);
        return writer;
    }

    private JsonLinesWriter writer(WriterInitContext context, int part, long length) throws IOException {
        LinesFile file = new LinesFile(Folders.of(path).toAbsolutePath(), rotateAt, part, length);
        JsonLinesWriter writer = new JsonLinesWriter(file, patienceMillis);
        context.metricGroup().gauge("breakwater_lines_waiting", (Gauge<Integer>) writer::waiting);
        context.metricGroup().gauge("breakwater_lines_dropped_total", (Gauge<Long>) writer::dropped);
        return writer;
    }

    @Override
    public SimpleVersionedSerializer<FilePosition> getWriterStateSerializer() {
        return new RecordCodec<>("file position", 1, FilePosition.class);
    }

    /**
     * The position up to which a file was written at a checkpoint, and the lines that still waited.
     *
     * @param part    the number that the present part gets when the part is renamed; 0 if unknown
     * @param length  the length of the present part, in bytes
     * @param waiting lines that were not written yet
     */
    record FilePosition(int part, long length, List<OutputLine> waiting) {}
}
