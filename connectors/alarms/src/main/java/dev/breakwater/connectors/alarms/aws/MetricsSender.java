package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.ChannelThread;
import dev.breakwater.connectors.alarms.outbox.Delivery;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends snapshots in batches; refused ones are dropped, others wait until they can be sent. */
final class MetricsSender extends ChannelThread<MetricsChannel, List<MetricSnapshot>> {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsSender.class);

    private final MetricsBuffer buffer = new MetricsBuffer();
    private final OutboxLimits.Backoff backoff;
    private final WallClock clock;
    private final Counter records;
    private int inFlight;
    private int failures;
    private long notBeforeNanos;
    private long sent;

    /** @param records counts sent snapshots, under Flink's own name */
    MetricsSender(MetricsChannel.Source source, OutboxLimits.Backoff backoff, WallClock clock, Counter records) {
        super("breakwater-figures", source::open);
        this.records = records;
        this.backoff = backoff;
        this.clock = clock;
    }

    void start() {
        startThread();
    }

    void offer(MetricSnapshot snapshot) {
        change(() -> buffer.offer(snapshot, clock.millis()));
    }

    long sent() {
        return locked(() -> sent);
    }

    long dropped() {
        return locked(buffer::dropped);
    }

    @Override
    protected List<MetricSnapshot> next() {
        if (pauseMillis() > 0) {
            return null;
        }
        List<MetricSnapshot> batch = buffer.take(clock.millis());
        inFlight = batch.size();
        return batch.isEmpty() ? null : batch;
    }

    @Override
    protected long napMillis() {
        return buffer.size() == 0 ? Long.MAX_VALUE : pauseMillis();
    }

    @Override
    protected Delivery deliver(MetricsChannel channel, List<MetricSnapshot> batch) {
        return channel.put(batch);
    }

    @Override
    protected void settle(List<MetricSnapshot> batch, Delivery delivery) {
        inFlight = 0;
        if (delivery instanceof Delivery.RetryLater later) {
            buffer.putBack(batch);
            if (failures++ == 0) {
                LOG.warn("key figures wait: {}", later.reason());
            }
            notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff.afterMillis(failures));
            return;
        }
        failures = 0;
        if (delivery instanceof Delivery.Rejected refused) {
            buffer.drop(batch.size());
            LOG.warn("key figures refused: {}", refused.errors());
        } else {
            sent += batch.size();
            records.inc(batch.size());
        }
    }

    @Override
    protected int unsent() {
        return buffer.size() + inFlight;
    }

    private long pauseMillis() {
        long left = failures == 0 ? 0 : notBeforeNanos - System.nanoTime();
        return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }
}
