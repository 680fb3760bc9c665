package dev.breakwater.guard.file;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.guard.Stage;
import dev.breakwater.guard.file.Rows.OutputLine;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.Incident;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.folder.RunFolder;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the newest line of each function, or of each open incident, in one file. The file is rewritten at checkpoints,
 * once per data minute. After a restart, the sink continues with the file's content. Lines that were not updated for a
 * long time are dropped. If the file cannot be written, the job continues.
 */
public record NewestSink<T>(String folder, LedgerFile<T> file, Known<T> known, Duration kept)
        implements Sink<OutputLine> {
    private static final Logger LOG = LoggerFactory.getLogger(NewestSink.class);
    private static final long EVERY_MILLIS = Duration.ofMinutes(1).toMillis();

    /** Decides which lines of the file are kept when a job starts. */
    interface Known<T> extends Serializable {

        /** Reads a line. Returns null if the text is not a line of this file. */
        OutputLine row(T line);
    }

    /** @param folder folder of the run, as a text of {@link Folders} */
    public static NewestSink<FleetRow> ofFleet(String folder) {
        return new NewestSink<>(folder, LedgerFile.FLEET, Rows::known, Duration.ofDays(31));
    }

    /**
     * Creates a sink for lines of open incidents. An incident that has ended has a line in {@code incidents.jsonl}
     * instead. Each open incident is updated every minute. An incident without updates was lost together with a job's
     * state.
     *
     * @param folder folder of the run, as a text of {@link Folders}
     */
    public static NewestSink<Incident> ofOpen(String folder) {
        return new NewestSink<>(folder, LedgerFile.OPEN, Rows::known, Duration.ofHours(26));
    }

    @Override
    public SinkWriter<OutputLine> createWriter(WriterInitContext context) {
        Stage.requireOneInstance(context.getTaskInfo());
        return writer(new RunFolder(Folders.of(folder)));
    }

    Writer<T> writer(RunFolder run) {
        return new Writer<>(run, file, known, kept);
    }

    static final class Writer<T> implements SinkWriter<OutputLine> {

        private final RunFolder run;
        private final LedgerFile<T> file;
        private final long keptMillis;
        private final Map<String, OutputLine> newest = new TreeMap<>();
        private long now = Long.MIN_VALUE;
        private long written = Long.MIN_VALUE;
        private boolean failed;

        Writer(RunFolder run, LedgerFile<T> file, Known<T> known, Duration kept) {
            this.run = run;
            this.file = file;
            keptMillis = kept.toMillis();
            try {
                run.each(file, line -> {
                    OutputLine row = known.row(line);
                    if (row != null) take(row);
                });
            } catch (IOException e) {
                LOG.warn("{} cannot be read, so its lines are collected again: {}", file.name(), e.toString());
            }
        }

        @Override
        public void write(OutputLine row, Context context) {
            take(row);
        }

        private void take(OutputLine row) {
            newest.merge(row.order(), row, (a, b) -> b.time() >= a.time() ? b : a);
            now = Math.max(now, row.time());
        }

        @Override
        public void flush(boolean endOfInput) {
            if (now == written || !endOfInput && written != Long.MIN_VALUE && now - written < EVERY_MILLIS) return;
            newest.values().removeIf(row -> row.time() < now - keptMillis);
            written = now;
            try {
                run.replace(file, this::lines);
                failed = false;
            } catch (IOException e) {
                if (!failed) LOG.warn("{} cannot be written: {}", file.name(), e.toString());
                failed = true;
            }
        }

        private Iterator<String> lines() {
            return newest.values().stream().map(OutputLine::json).iterator();
        }

        @Override
        public void close() {
            // no file is open between two writes
        }
    }
}
