package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.FeedOutput;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;

/**
 * Carries the feed into Flink. The task thread alone owns the feed and never waits: fetcher threads call CloudWatch, and a
 * timer lets time pass.
 */
final class PollReader implements SourceReader<FeedRecord, PollSplits> {
    private static final int BATCH = 256;
    private static final long TICK_MILLIS = 200;

    private final PollSettings settings;
    private final MetricsDoor door;
    private final Clock clock;
    private final SourceReaderContext context;
    private final List<PollSplit> assigned = new ArrayList<>();
    private final Output output;
    private volatile CompletableFuture<Void> available = new CompletableFuture<>();
    private volatile boolean ticked;
    private PollingFeed feed;
    private PollFetchers fetchers;
    private ScheduledExecutorService timer;
    private boolean noMoreSplits;

    PollReader(PollSettings settings, MetricsDoor door, Clock clock, SourceReaderContext context) {
        this.settings = settings;
        this.door = door;
        this.clock = clock;
        this.context = context;
        this.output = new Output(context.metricGroup().getIOMetricGroup().getNumRecordsInCounter());
    }

    @Override
    public void start() {
        // the enumerator assigns the splits to the first reader unasked
    }

    @Override
    public void addSplits(List<PollSplits> splits) {
        if (feed != null) {
            throw new IllegalStateException("all splits are assigned before the first is read");
        }
        if (context.getIndexOfSubtask() != 0) {
            throw new IllegalStateException("a savepoint of an earlier version is dealt out to several readers: restore"
                    + " it with the polling source at parallelism 1");
        }
        splits.forEach(some -> assigned.addAll(some.all()));
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSplits = true;
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<FeedRecord> to) {
        if (feed == null) {
            if (!noMoreSplits) {
                return sleep();
            }
            if (assigned.isEmpty()) {
                return InputStatus.END_OF_INPUT;
            }
            open(to);
        }
        output.to = to;
        turn();
        for (int i = 0; i < BATCH; i++) {
            if (!feed.step(output)) {
                turn();
                return feed.emitting() ? InputStatus.MORE_AVAILABLE : sleep();
            }
        }
        // the future stays done: Flink waits for it when its output was full for a moment
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<PollSplits> snapshotState(long checkpointId) {
        List<PollSplit> all = feed == null ? assigned : feed.state();
        return all.isEmpty() ? List.of() : List.of(new PollSplits(all));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
        if (fetchers != null) {
            fetchers.close();
        }
    }

    private void open(ReaderOutput<FeedRecord> to) {
        feed = new PollingFeed(settings, assigned);
        PollMetrics.register(context.metricGroup(), feed.figures());
        fetchers = new PollFetchers(settings.targets(), door, this::wake);
        timer = Executors.newSingleThreadScheduledExecutor(PollReader::daemon);
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        output.to = to;
        feed.restate(output);
    }

    /** Takes what came and asks for what is due. */
    private void turn() {
        ticked = false;
        long now = clock.millis();
        for (PollResult result = fetchers.poll(); result != null; result = fetchers.poll()) {
            feed.offer(result, now);
        }
        feed.plan(now).forEach(fetchers::start);
    }

    private InputStatus sleep() {
        available = new CompletableFuture<>();
        // renewed before looking, so that what happens in between is not lost
        if (ticked || feed == null && noMoreSplits || fetchers != null && fetchers.hasResults()) {
            available.complete(null);
        }
        return InputStatus.NOTHING_AVAILABLE;
    }

    private void tick() {
        ticked = true;
        wake();
    }

    private void wake() {
        available.complete(null);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "cloudwatch-poll-clock");
        thread.setDaemon(true);
        return thread;
    }

    private static final class Output implements FeedOutput {
        private final Counter read;
        private ReaderOutput<FeedRecord> to;

        Output(Counter read) {
            this.read = read;
        }

        @Override
        public void emit(FeedRecord value, long timestamp) {
            read.inc();
            to.collect(value, timestamp);
        }

        @Override
        public void watermark(long timestamp) {
            to.emitWatermark(new Watermark(timestamp));
        }
    }
}
