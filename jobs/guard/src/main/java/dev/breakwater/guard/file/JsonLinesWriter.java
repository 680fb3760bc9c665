package dev.breakwater.guard.file;

import dev.breakwater.guard.file.JsonLinesSink.FilePosition;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.guard.wire.ArrivalMarks;
import dev.breakwater.model.DataMinute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores lines until they may be written, then writes them. A repeated line is stored once.
 *
 * <p>If an operation on a live run's file fails, the job continues. The lines wait, and the next line starts another
 * attempt. If too many lines wait, the oldest lines are dropped and counted. In a recording, a failure fails the job,
 * because a recording's files must be complete.
 */
final class JsonLinesWriter implements StatefulSinkWriter<OutputLine, FilePosition> {

    private static final Logger LOG = LoggerFactory.getLogger(JsonLinesWriter.class);
    static final int MOST_WAITING = 10_000;
    private static final Comparator<OutputLine> ORDER = Comparator.comparingLong(OutputLine::time)
            .thenComparing(OutputLine::order)
            .thenComparing(OutputLine::json);

    private final LinesFile file;
    private final long patienceMillis;
    private final TreeSet<OutputLine> waiting = new TreeSet<>(ORDER);
    private final ArrivalMarks clocks = new ArrivalMarks();
    private boolean failing;
    private volatile int waits;
    private volatile long dropped;

    private interface Work {
        void run() throws IOException;
    }

    /** Opens the file. Opening fails, even in a live run, if another run is writing the file. */
    JsonLinesWriter(LinesFile file, long patienceMillis) throws IOException {
        this.file = file;
        this.patienceMillis = patienceMillis;
        try {
            file.open();
        } catch (LinesFile.Taken e) {
            throw e;
        } catch (IOException e) {
            failed(e);
        }
    }

    void add(OutputLine row) {
        waiting.add(row);
    }

    /** Lines that are not written yet. */
    int waiting() {
        return waits;
    }

    long dropped() {
        return dropped;
    }

    @Override
    public void write(OutputLine row, Context context) throws IOException {
        add(row);
        if (file.takesBatches()) bound();
        else if (file.isLive()) writeBefore(Long.MAX_VALUE);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException {
        if (file.takesBatches()) return;
        long time = watermark.getTimestamp();
        if (time == Long.MAX_VALUE) writeBefore(time);
        else if (clocks.take(time)) passed(clocks.everywhere() * DataMinute.MILLIS - 1);
    }

    /** Records the time that all clocks have reached, in epoch milliseconds. */
    void passed(long time) throws IOException {
        writeBefore(time - Math.max(0, patienceMillis));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        if (file.takesBatches()) attempt(this::writeAll);
        else if (endOfInput) writeBefore(Long.MAX_VALUE);
        waits = waiting.size();
    }

    /** Writes the waiting lines. A line is kept until the file is known to contain it. */
    private void writeAll() throws IOException {
        if (waiting.isEmpty()) return;
        file.add(waiting.stream().map(OutputLine::json).toList());
        waiting.clear();
        recovered();
    }

    private void writeBefore(long time) throws IOException {
        attempt(() -> {
            while (!waiting.isEmpty() && waiting.first().time() < time) {
                file.add(waiting.first().json());
                waiting.pollFirst();
                recovered();
            }
        });
        bound();
    }

    private void bound() {
        while (file.isLive() && waiting.size() > MOST_WAITING) {
            waiting.pollFirst();
            dropped++;
        }
        waits = waiting.size();
    }

    private void attempt(Work work) throws IOException {
        try {
            work.run();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) throws IOException {
        if (!file.isLive()) throw e;
        if (!failing) LOG.error("Cannot write {}, so its lines wait: {}", file, e.toString());
        failing = true;
    }

    private void recovered() {
        if (failing) LOG.warn("{} can be written again; {} lines were dropped", file, dropped);
        failing = false;
    }

    @Override
    public List<FilePosition> snapshotState(long checkpointId) throws IOException {
        attempt(file::force);
        return List.of(new FilePosition(file.part(), file.length(), new ArrayList<>(waiting)));
    }

    @Override
    public void close() throws IOException {
        attempt(file::close);
    }
}
