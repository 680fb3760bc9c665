package dev.breakwater.cli.health;

import dev.breakwater.connectors.source.DaemonThreads;
import dev.breakwater.guard.JobMetrics;
import dev.breakwater.ledger.HeartbeatRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import dev.breakwater.ledger.folder.RunFolder;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.prometheus.UnservedPrometheusReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While the job's tasks run, writes the job's state once a minute into the log and next to its ledger. A reader can
 * therefore see when the tasks stopped.
 */
public final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int EVERY_SECONDS = 60;
    private static final int FIRST_SECONDS = 5;

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("heartbeat-file"));
    private final RunFolder run;
    /** The number of samples when the last heartbeat was written. */
    private long before;

    Heartbeat(RunFolder run) {
        this.run = run;
    }

    /** @param ledger the run's folder */
    public static Heartbeat start(Path ledger) {
        Heartbeat heartbeat = new Heartbeat(new RunFolder(ledger));
        heartbeat.begin();
        heartbeat.clock.scheduleWithFixedDelay(heartbeat::write, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return heartbeat;
    }

    /**
     * Writes a first heartbeat before the tasks run, so that readers notice a job that ends before then. An earlier
     * heartbeat stays, because it says how long no task has run.
     */
    void begin() {
        try {
            Files.createDirectories(run.path());
            if (run.heartbeat().isEmpty()) replace(of(new CollectorRegistry(), Instant.now()));
        } catch (IOException | RuntimeException e) {
            unwritten(e);
        }
    }

    private void replace(HeartbeatRow row) throws IOException {
        run.replace(LedgerFile.HEARTBEAT, List.of(LedgerJson.line(row)));
    }

    private static void unwritten(Exception e) {
        LOG.warn("{} cannot be written: {}", LedgerFile.HEARTBEAT.name(), e.toString());
    }

    private void write() {
        try {
            CollectorRegistry registry = UnservedPrometheusReporter.newest();
            Optional<HeartbeatRow> row = row(registry, Instant.now());
            if (row.isEmpty()) return;
            LOG.info("{}", line(row.get(), registry));
            replace(row.get());
        } catch (IOException | RuntimeException e) {
            unwritten(e);
        }
    }

    /** Returns the heartbeat. Empty while no task is running. */
    static Optional<HeartbeatRow> row(CollectorRegistry registry, Instant now) {
        return Health.named(registry, JobMetrics.SAMPLES).isEmpty() ? Optional.empty() : Optional.of(of(registry, now));
    }

    private static HeartbeatRow of(CollectorRegistry registry, Instant now) {
        Health health = Health.of(registry);
        long newest = (long) Health.most(registry, JobMetrics.NEWEST);
        return new HeartbeatRow(
                now,
                new HeartbeatRow.Feed(
                        newest == 0 ? null : Instant.ofEpochSecond(newest),
                        health.lagSeconds(),
                        health.silent(),
                        Health.sum(registry, JobMetrics.SAMPLES),
                        Health.sum(registry, JobMetrics.LATE),
                        Health.sum(registry, JobMetrics.REJECTS),
                        Health.sum(registry, JobMetrics.FUNCTIONS),
                        Health.sum(registry, JobMetrics.UNWATCHED)),
                new HeartbeatRow.Waiting(
                        Health.sum(registry, "breakwater_notify_queue_events"),
                        Health.sum(registry, Health.FAILING),
                        Health.sum(registry, "breakwater_notify_dropped_total"),
                        Health.sum(registry, "breakwater_lines_waiting")),
                Health.most(registry, "breakwater_poll_spent_usd"),
                Health.most(registry, "breakwater_poll_rate_usd_per_month"));
    }

    /**
     * Returns a text like
     * {@code 320 samples in the last minute (1,280 since the start), newest 75 s old, 40 functions, ...}.
     */
    String line(HeartbeatRow row, CollectorRegistry registry) {
        HeartbeatRow.Feed feed = row.feed();
        long more = feed.samples() < before ? feed.samples() : feed.samples() - before;
        before = feed.samples();
        String newest = feed.newestSample() == null
                ? "no newest"
                : "newest "
                        + Math.max(
                                0,
                                Duration.between(feed.newestSample(), row.at()).toSeconds()) + " s old";
        return String.format(
                Locale.ROOT,
                "%,d samples in the last minute (%,d since the start), %s, %,d functions, %,d rejects, %,d late;"
                        + " %,d surges open, %,d throttles held",
                more,
                feed.samples(),
                newest,
                feed.functions(),
                feed.rejects(),
                feed.late(),
                Health.sum(registry, JobMetrics.OPEN),
                Health.sum(registry, JobMetrics.HELD));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
