package dev.breakwater.guard.file;

import dev.breakwater.guard.wire.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes lines to one file, sorted by time and order. A line waits until the feed is well past the time it speaks of,
 * then no earlier one can come. A file has one writer: another parallelism than 1 is refused at start.
 *
 * <p>Exactly once over a failure: the file's length and the waiting lines are part of the checkpoint; a restart cuts the
 * file back to that length.
 */
public final class JsonLinesSink implements Sink<Row>, SupportsWriterState<Row, FilePosition> {

    private final String path;
    private final long patienceMillis;
    private final boolean append;

    private JsonLinesSink(String path, long patienceMillis, boolean append) {
        this.path = path;
        this.patienceMillis = patienceMillis;
        this.append = append;
    }

    /** A new file, sorted; lines wait until the watermark is {@code patienceMillis} past their time. */
    public static JsonLinesSink sorted(String path, long patienceMillis) {
        return new JsonLinesSink(path, patienceMillis, false);
    }

    /** A file that is continued when it is there; lines are written as they come. */
    public static JsonLinesSink appending(String path) {
        return new JsonLinesSink(path, -1, true);
    }

    /**
     * Whether a live run writes into a file at this moment, on this machine. To be asked before a job starts: once it
     * runs, a file that is taken makes it restart again and again.
     *
     * @throws IOException when the file is there and cannot be opened for writing
     */
    public static boolean isTaken(Path file) throws IOException {
        return JsonLinesWriter.isTaken(file);
    }

    @Override
    public StatefulSinkWriter<Row, FilePosition> createWriter(WriterInitContext context) throws IOException {
        alone(context);
        return new JsonLinesWriter(path, patienceMillis, append ? Long.MAX_VALUE : 0);
    }

    @Override
    public StatefulSinkWriter<Row, FilePosition> restoreWriter(
            WriterInitContext context, Collection<FilePosition> states) throws IOException {
        // a checkpoint in which this sink had no part yet
        if (states.isEmpty()) return createWriter(context);
        alone(context);
        long length = 0;
        for (FilePosition state : states) length = Math.max(length, state.length());
        JsonLinesWriter writer = new JsonLinesWriter(path, patienceMillis, length);
        for (FilePosition state : states) state.waiting().forEach(writer::add);
        return writer;
    }

    private void alone(WriterInitContext context) {
        int parallelism = context.getTaskInfo().getNumberOfParallelSubtasks();
        if (parallelism != 1) {
            throw new IllegalStateException(path + " is written at parallelism 1, not " + parallelism);
        }
    }

    @Override
    public SimpleVersionedSerializer<FilePosition> getWriterStateSerializer() {
        return new FilePositionSerializer();
    }
}
