package dev.breakwater.guard.file;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.guard.wire.Row;
import dev.breakwater.ledger.FleetRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.RunFolder;
import java.io.IOException;
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
 * Keeps the newest line of each function in one file, which a checkpoint writes again once in a minute of data. The file is what
 * it continues with after a restart. A function that was not seen for a month is dropped. Where the file cannot be written
 * the job continues.
 */
public final class FleetSink implements Sink<Row> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(FleetSink.class);
    private static final long EVERY_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long KEPT_MILLIS = Duration.ofDays(31).toMillis();

    private final String folder;

    /** @param folder of the run, as a text of {@link Folders} */
    public FleetSink(String folder) {
        this.folder = folder;
    }

    @Override
    public SinkWriter<Row> createWriter(WriterInitContext context) {
        return new Writer(new RunFolder(Folders.of(folder)));
    }

    static final class Writer implements SinkWriter<Row> {

        private final RunFolder run;
        private final Map<String, Row> newest = new TreeMap<>();
        private long now = Long.MIN_VALUE;
        private long written = Long.MIN_VALUE;
        private boolean failed;

        Writer(RunFolder run) {
            this.run = run;
            try {
                run.each(LedgerFile.FLEET, this::known);
            } catch (IOException e) {
                LOG.warn("{} cannot be read, the fleet is collected again: {}", LedgerFile.FLEET.name(), e.toString());
            }
        }

        private void known(FleetRow row) {
            if (row.at() == null) return;
            take(new Row(row.at().toEpochMilli(), row.id(), LedgerJson.line(row)));
        }

        @Override
        public void write(Row row, Context context) {
            take(row);
        }

        private void take(Row row) {
            newest.merge(row.order(), row, (a, b) -> b.time() >= a.time() ? b : a);
            now = Math.max(now, row.time());
        }

        @Override
        public void flush(boolean endOfInput) {
            if (now == written || !endOfInput && written != Long.MIN_VALUE && now - written < EVERY_MILLIS) return;
            newest.values().removeIf(row -> row.time() < now - KEPT_MILLIS);
            written = now;
            try {
                run.replace(LedgerFile.FLEET, this::lines);
                failed = false;
            } catch (IOException e) {
                if (!failed) LOG.warn("{} cannot be written: {}", LedgerFile.FLEET.name(), e.toString());
                failed = true;
            }
        }

        private Iterator<String> lines() {
            return newest.values().stream().map(Row::json).iterator();
        }

        @Override
        public void close() {
            // nothing is open between two writes
        }
    }
}
