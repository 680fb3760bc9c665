package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.FeedReader;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * Carries the feed into Flink. In an endless feed, a timer thread lists the folders and wakes the task. Only the task
 * thread reads files and uses the feed.
 */
final class LandingReader extends FeedReader<LandingSplit> {
    /** The number of files that were found but not read yet. */
    static final String FILES_WAITING = "breakwater_landing_files_waiting";

    private static final int BATCH = 256;
    /**
     * The longest pause. After a slow listing, the pause is nine times as long as the listing took, up to this limit.
     */
    private static final long LONGEST_REST_MILLIS = 1000;

    private final List<? extends LandingFolder.Root> roots;
    private final LandingSettings settings;
    private final long startMillis;
    private final Queue<List<LandingFolder.Listing>> listed = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private LandingFeed feed;
    private ScheduledExecutorService timer;

    /** The files that waited at the last listing. */
    private volatile int waiting;

    private volatile long pending;
    private final Counter read;

    /** @param read counts emitted records */
    LandingReader(List<? extends LandingFolder.Root> roots, LandingSettings settings, long startMillis, Counter read) {
        super(read);
        this.read = read;
        this.roots = roots;
        this.settings = settings;
        this.startMillis = startMillis;
    }

    /**
     * Registers metrics of the backlog. The number of records in unread files is estimated from files that were read.
     */
    LandingReader measuredIn(SourceReaderMetricGroup metrics) {
        metrics.<Integer, Gauge<Integer>>gauge(FILES_WAITING, () -> waiting);
        metrics.setPendingRecordsGauge(() -> pending);
        return this;
    }

    @Override
    public void addSplits(List<LandingSplit> splits) {
        if (feed != null || splits.size() != 1) {
            throw new IllegalStateException("the landing feed must have exactly one split");
        }
        long now = settings.continuous() ? settings.clock().millis() : startMillis;
        feed = new LandingFeed(roots, splits.get(0), settings, now);
        if (settings.continuous()) {
            timer = daemons("landing-discovery", 1);
            timer.execute(this::discover);
        } else {
            feed.offer(feed.list());
        }
        wake();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<FeedRecord> to) {
        if (feed == null) {
            return noMoreSplits() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        takeListing();
        output.goesTo(to);
        for (int i = 0; i < BATCH; i++) {
            if (!feed.step(output)) {
                return settings.continuous() ? waitForListing() : end();
            }
        }
        // the future stays completed, because Flink waits for this future after its output was full
        return InputStatus.MORE_AVAILABLE;
    }

    /**
     * Ends the reader only after the enumerator has announced that there are no more splits. A message to a task that
     * has ended would fail the job.
     */
    private InputStatus end() {
        // Flink calls this reader and adds splits on the same thread, so the message cannot arrive in between
        return noMoreSplits() ? InputStatus.END_OF_INPUT : sleepUnless(() -> false);
    }

    private InputStatus waitForListing() {
        return sleepUnless(() -> !listed.isEmpty() || broken.get() != null);
    }

    @Override
    public List<LandingSplit> snapshotState(long checkpointId) {
        return feed == null ? List.of() : List.of(feed.state());
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
        if (feed != null) {
            feed.close();
        }
    }

    private void takeListing() {
        Throwable bug = broken.get();
        if (bug != null) {
            throw new IllegalStateException("listing the landing folders failed", bug);
        }
        if (listed.isEmpty()) return;
        for (var next = listed.poll(); next != null; next = listed.poll()) feed.offer(next);
        waiting = feed.filesWaiting();
        pending = waiting * Math.max(1, read.getCount() / Math.max(1, feed.begun()));
        feed.now(settings.clock().millis());
    }

    private void discover() {
        long begun = System.nanoTime();
        try {
            List<LandingFolder.Listing> found = feed.list();
            // each name is listed only once, so the listing waits until the task has taken the previous one
            if (listed.isEmpty() || !found.stream().allMatch(LandingFolder.Listing::isEmpty)) listed.add(found);
        } catch (RuntimeException | Error e) {
            // otherwise the executor would hide the exception, and the feed would stop silently
            broken.set(e);
        }
        wake();
        long rest = 9 * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        rest = Math.max(settings.discoveryMillis(), Math.min(LONGEST_REST_MILLIS, rest));
        if (!timer.isShutdown()) timer.schedule(this::discover, rest, TimeUnit.MILLISECONDS);
    }
}
