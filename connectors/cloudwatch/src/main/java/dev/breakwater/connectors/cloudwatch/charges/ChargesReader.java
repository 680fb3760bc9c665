package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.aws.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries readings into Flink. A thread of its own asks; what cannot be read is said in the log and asked for again. */
final class ChargesReader implements SourceReader<ChargeReading, ChargesSplit> {
    private static final Logger LOG = LoggerFactory.getLogger(ChargesReader.class);
    private static final Duration BACK = Duration.ofDays(3);

    private final List<ChargesTarget> targets;
    private final ChargesDoor door;
    private final Duration every;
    private final Clock clock;
    private final Queue<ChargeReading> read = new ConcurrentLinkedQueue<>();
    /** Newest minute told of each account; of the asking thread alone. */
    private final Map<String, Long> told = new HashMap<>();

    private final Set<String> complaints = new HashSet<>();
    private volatile CompletableFuture<Void> available = new CompletableFuture<>();
    private List<ChargesApi> apis = List.of();
    private ScheduledExecutorService thread;
    private boolean mine;
    private boolean noMoreSplits;
    private boolean marked;

    ChargesReader(List<ChargesTarget> targets, ChargesDoor door, Duration every, Clock clock) {
        this.targets = targets;
        this.door = door;
        this.every = every;
        this.clock = clock;
    }

    @Override
    public void start() {
        // the enumerator assigns the split to the first reader unasked
    }

    @Override
    public void addSplits(List<ChargesSplit> splits) {
        mine = true;
        apis = door.open(targets);
        thread = Executors.newSingleThreadScheduledExecutor(ChargesReader::daemon);
        thread.scheduleWithFixedDelay(this::ask, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<ChargeReading> output) {
        if (!mine && noMoreSplits) return InputStatus.END_OF_INPUT;
        if (mine && !marked) {
            output.emitWatermark(Watermark.MAX_WATERMARK);
            marked = true;
        }
        ChargeReading next = read.poll();
        if (next != null) {
            output.collect(next, next.minute() * 60_000);
            return InputStatus.MORE_AVAILABLE;
        }
        available = new CompletableFuture<>();
        // renewed before looking, so that a reading in between is not lost
        if (!read.isEmpty()) available.complete(null);
        return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public List<ChargesSplit> snapshotState(long checkpointId) {
        return mine ? List.of(new ChargesSplit()) : List.of();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSplits = true;
        available.complete(null);
    }

    @Override
    public void close() {
        if (thread != null) thread.shutdownNow();
        apis.forEach(ChargesApi::close);
    }

    private void ask() {
        try {
            Instant now = clock.instant();
            Set<String> known = new HashSet<>();
            List<ChargeReading> all = new ArrayList<>();
            for (ChargesApi api : apis) {
                List<ChargeReading> readings = answered(api.read(now.minus(BACK), now));
                // an account that better credentials told of is not told of again
                readings.stream().filter(r -> !known.contains(r.account())).forEach(all::add);
                readings.forEach(r -> known.add(r.account()));
            }
            all.stream().filter(this::isNews).forEach(read::add);
        } catch (RuntimeException e) {
            // the executor would swallow it and never ask again
            LOG.error("Asking for charges failed; it is tried again", e);
        }
        available.complete(null);
    }

    private List<ChargeReading> answered(Answer<List<ChargeReading>> answer) {
        if (answer.ok()) return answer.value();
        String complaint = answer.failure().text();
        if (complaints.size() < 100 && complaints.add(complaint)) {
            LOG.warn("Charges cannot be read, our own count is not held against the bill: {}", complaint);
        }
        return List.of();
    }

    private boolean isNews(ChargeReading r) {
        boolean news = told.getOrDefault(r.account(), Long.MIN_VALUE) < r.minute();
        if (news) told.put(r.account(), r.minute());
        return news;
    }

    private static Thread daemon(Runnable work) {
        Thread daemon = new Thread(work, "charges");
        daemon.setDaemon(true);
        return daemon;
    }
}
