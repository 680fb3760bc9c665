package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.FeedReader;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource.PollSplit;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Carries the feed into Flink. Only the task thread uses the feed, and this thread never waits. Fetcher threads call
 * CloudWatch, and a timer advances the time.
 */
final class PollReader extends FeedReader<PollSplit.All> {
    private static final int BATCH = 256;
    private static final long TICK_MILLIS = 200;

    private final PollSettings settings;
    private final MetricsApi.Factory factory;
    private final Clock clock;
    private final SourceReaderContext context;
    private final List<PollSplit> assigned = new ArrayList<>();
    private volatile boolean ticked;
    private PollingFeed feed;
    private PollFetchers fetchers;
    private ScheduledExecutorService timer;

    PollReader(PollSettings settings, MetricsApi.Factory factory, Clock clock, SourceReaderContext context) {
        super(context.metricGroup().getIOMetricGroup().getNumRecordsInCounter());
        this.settings = settings;
        this.factory = factory;
        this.clock = clock;
        this.context = context;
    }

    @Override
    public void addSplits(List<PollSplit.All> splits) {
        if (feed != null) {
            throw new IllegalStateException("all splits must be assigned before the first is read");
        }
        splits.forEach(some -> assigned.addAll(some.all()));
    }

    @Override
    public InputStatus pollNext(ReaderOutput<FeedRecord> to) {
        if (feed == null) {
            if (!noMoreSplits()) {
                return sleep();
            }
            if (assigned.isEmpty()) {
                return InputStatus.END_OF_INPUT;
            }
            open();
        }
        output.goesTo(to);
        turn();
        for (int i = 0; i < BATCH; i++) {
            if (!feed.step(output)) {
                turn();
                return feed.emitting() ? InputStatus.MORE_AVAILABLE : sleep();
            }
        }
        // the future stays completed, because Flink waits for this future after its output was full
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<PollSplit.All> snapshotState(long checkpointId) {
        List<PollSplit> all = feed == null ? assigned : feed.state();
        return all.isEmpty() ? List.of() : List.of(new PollSplit.All(all));
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

    private void open() {
        feed = new PollingFeed(settings, assigned);
        feed.figures().register(context.metricGroup());
        fetchers = new PollFetchers(settings.targets(), factory, this::wake);
        timer = daemons("cloudwatch-poll-clock", 1);
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes the results, and sends the requests that are due. */
    private void turn() {
        ticked = false;
        long now = clock.millis();
        for (Fetch.Result result = fetchers.poll(); result != null; result = fetchers.poll()) {
            feed.offer(result, now);
        }
        feed.plan(now).forEach(fetchers::start);
    }

    private InputStatus sleep() {
        return sleepUnless(() -> ticked || feed == null && noMoreSplits() || fetchers != null && fetchers.hasResults());
    }

    private void tick() {
        ticked = true;
        wake();
    }
}
