package dev.breakwater.guard.live;

import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.source.AskingReader;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.guard.file.RequestFiles;
import dev.breakwater.guard.file.RequestFiles.Read;
import dev.breakwater.ledger.RequestRow.DrillRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads people's requests every second. A fault of the folder or of a file does not fail the job. */
final class RequestReader extends AskingReader<Request> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestReader.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** The interval between readings of a folder in a bucket, because each reading costs money. */
    private static final Duration EVERY_IN_A_BUCKET = Duration.ofSeconds(5);

    private final Path folder;
    private final LongSupplier clock;
    /**
     * Requests that were already emitted. The key is the accepted subject for an acceptance, and the request's id for
     * any other request.
     */
    private final Map<String, Request> said = new HashMap<>();

    private final Set<Path> unreadable = new HashSet<>();
    private boolean failing;
    /**
     * The newest drill that passed, and the newest drill that failed. The files of these two drills are not deleted, so
     * that a starting job knows the results.
     */
    private volatile Map<Boolean, Read> drills = Map.of();

    RequestReader(Path folder, LongSupplier clock, Counter counted) {
        super("requests", counted);
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    protected Duration ask(Consumer<Request> out) {
        look().forEach(out);
        return Folders.isBucket(folder) ? EVERY_IN_A_BUCKET : EVERY;
    }

    /** Returns when the request arrived. */
    @Override
    protected long timeOf(Request news) {
        return clock.getAsLong();
    }

    /** Returns the requests that arrived since the folder was last read. */
    List<Request> look() {
        try {
            Map<String, Read> standing = standing();
            said.keySet().retainAll(standing.keySet());
            List<Request> news = new ArrayList<>();
            standing.forEach((key, read) -> {
                if (!read.request().equals(said.put(key, read.request()))) news.add(read.request());
            });
            RequestFiles.hears(folder, clock.getAsLong());
            failing = false;
            return news;
        } catch (IOException | RuntimeException e) {
            if (!failing) LOG.warn("Requests cannot be read in {}: {}", folder, e.toString());
            failing = true;
            return List.of();
        }
    }

    /**
     * Returns all requests, with only the newest request for each acceptance. Files of older and expired requests are
     * deleted.
     */
    private Map<String, Read> standing() throws IOException {
        Map<String, Read> standing = new LinkedHashMap<>();
        Map<Boolean, Read> newest = new HashMap<>();
        for (Read read : RequestFiles.all(folder)) {
            if (!read.readable()) {
                if (unreadable.add(read.file())) LOG.warn("{} cannot be read and is skipped", read.file());
                continue;
            }
            Request r = read.request();
            if (isOver(r)) {
                remove(read.file());
                continue;
            }
            Read older = standing.put(key(read), read);
            if (older != null) remove(older.file());
            if (r.kind() == Request.Kind.DRILL) newest.put(read.drill().passed(), read);
        }
        drills = newest;
        return standing;
    }

    private static String key(Read read) {
        if (read.request().kind() == Request.Kind.DRILL)
            return "drill/" + read.drill().passed();
        return read.accepts() ? read.request().scope().id() : read.request().id();
    }

    /** Registers metrics: when a drill last passed, how fast it was, and when a drill last failed. */
    RequestReader measuredIn(MetricGroup metrics) {
        metrics.<Long, Gauge<Long>>gauge(JobMetrics.DRILL_PASSED, () -> drilledAt(true));
        metrics.<Long, Gauge<Long>>gauge(JobMetrics.DRILL_FAILED, () -> drilledAt(false));
        phase(metrics, "page", DrillRow::pageSeconds);
        phase(metrics, "hold", DrillRow::holdSeconds);
        phase(metrics, "restore", DrillRow::restoreSeconds);
        return this;
    }

    private void phase(MetricGroup metrics, String name, Function<DrillRow, Integer> seconds) {
        metrics.addGroup("phase", name).<Integer, Gauge<Integer>>gauge(JobMetrics.DRILL_SECONDS, () -> {
            Integer took =
                    drills.containsKey(true) ? seconds.apply(drills.get(true).drill()) : null;
            return took == null ? 0 : took;
        });
    }

    private long drilledAt(boolean passed) {
        Read drill = drills.get(passed);
        return drill == null ? 0 : drill.at().getEpochSecond();
    }

    private boolean isOver(Request r) {
        return r.kind() != Request.Kind.DRILL && clock.getAsLong() >= r.heardUntil();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", file, e.toString()); // the request is skipped anyway
        }
    }
}
