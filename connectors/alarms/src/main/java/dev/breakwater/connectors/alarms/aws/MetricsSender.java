package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.ChannelThread;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.model.AccountFigures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends snapshots in batches. The sender drops refused snapshots, and keeps all others until they can be sent. */
final class MetricsSender extends ChannelThread<MetricsSender.MetricsChannel, List<AccountFigures>> {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsSender.class);

    private final MetricsBuffer buffer = new MetricsBuffer();
    private final OutboxLimits.Backoff backoff;
    private final WallClock clock;
    private final Counter records;
    private int inFlight;
    private int failures;
    private long notBeforeNanos;
    private long sent;

    /** @param records Flink's own counter of sent snapshots */
    MetricsSender(MetricsChannel.Source source, OutboxLimits.Backoff backoff, WallClock clock, Counter records) {
        super("breakwater-figures", source::open);
        this.records = records;
        this.backoff = backoff;
        this.clock = clock;
    }

    void offer(AccountFigures snapshot) {
        change(() -> buffer.offer(snapshot, clock.millis()));
    }

    long sent() {
        return locked(() -> sent);
    }

    long dropped() {
        return locked(buffer::dropped);
    }

    @Override
    protected List<AccountFigures> next() {
        if (pauseMillis() > 0) {
            return null;
        }
        List<AccountFigures> batch = buffer.take(clock.millis());
        inFlight = batch.size();
        return batch.isEmpty() ? null : batch;
    }

    @Override
    protected long napMillis() {
        return buffer.size() == 0 ? Long.MAX_VALUE : pauseMillis();
    }

    @Override
    protected Delivery deliver(MetricsChannel channel, List<AccountFigures> batch) {
        return channel.put(batch);
    }

    @Override
    protected void settle(List<AccountFigures> batch, Delivery delivery) {
        inFlight = 0;
        if (delivery instanceof Delivery.RetryLater later) {
            buffer.putBack(batch);
            if (failures++ == 0) {
                LOG.warn("key figures could not be sent and wait for the next attempt: {}", later.reason());
            }
            notBeforeNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff.afterMillis(failures));
            return;
        }
        failures = 0;
        if (delivery instanceof Delivery.Rejected refused) {
            buffer.drop(batch.size());
            LOG.warn("CloudWatch refused key figures, so they are dropped: {}", refused.errors());
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

    /**
     * Figures that wait to be sent: the newest figures of each account, region and minute. If too many figures wait, or
     * figures are too old, the oldest are dropped. This class is not thread safe.
     */
    static final class MetricsBuffer {

        /** A snapshot has four metrics, and a call accepts 1,000. */
        static final int BATCH = 250;

        private static final int CAPACITY = 2_000;
        private static final long MAX_AGE_MILLIS = 2 * 3_600_000L;

        private final Map<String, AccountFigures> waiting = new LinkedHashMap<>();
        private long dropped;

        void offer(AccountFigures figures, long now) {
            if (!isSound(figures) || now - figures.at() > MAX_AGE_MILLIS) {
                dropped++;
                return;
            }
            waiting.put(key(figures), figures);
            shed();
        }

        /**
         * Returns whether CloudWatch would accept these figures. The length of names is limited, so that a full batch
         * stays below 1 MB.
         */
        private static boolean isSound(AccountFigures f) {
            return f.account().matches("\\d{12}")
                    && f.region().matches("[a-z0-9-]{1,32}")
                    && f.incidentsOpen() >= 0
                    && f.throttlesHeld() >= 0
                    && f.excessHourNano() >= 0
                    && f.lagMillis() >= 0;
        }

        /** Removes the oldest snapshots, at most one batch, and returns them. */
        List<AccountFigures> take(long now) {
            List<AccountFigures> batch = new ArrayList<>();
            Iterator<AccountFigures> oldest = waiting.values().iterator();
            while (oldest.hasNext() && batch.size() < BATCH) {
                AccountFigures figures = oldest.next();
                oldest.remove();
                if (now - figures.at() > MAX_AGE_MILLIS) {
                    dropped++;
                } else {
                    batch.add(figures);
                }
            }
            return batch;
        }

        /**
         * Keeps unsent snapshots for the next attempt. If a newer snapshot for the same minute has arrived meanwhile,
         * it replaces the old one.
         */
        void putBack(List<AccountFigures> batch) {
            Map<String, AccountFigures> newer = new LinkedHashMap<>(waiting);
            waiting.clear();
            batch.forEach(figures -> waiting.put(key(figures), figures));
            waiting.putAll(newer);
            shed();
        }

        void drop(int figures) {
            dropped += figures;
        }

        long dropped() {
            return dropped;
        }

        int size() {
            return waiting.size();
        }

        private void shed() {
            Iterator<AccountFigures> oldest = waiting.values().iterator();
            while (waiting.size() > CAPACITY) {
                oldest.next();
                oldest.remove();
                dropped++;
            }
        }

        private static String key(AccountFigures figures) {
            return figures.account() + '/' + figures.region() + '/' + figures.at() / 60_000;
        }
    }

    /** A destination for key figures. One thread at a time uses a channel. It does not retry. */
    public interface MetricsChannel extends ChannelThread.Channel {

        /** Sends once, within a bounded time. The method throws only if there is a bug. */
        Delivery put(List<AccountFigures> batch);

        /** Opens the channel on the machine where the sink runs. */
        @FunctionalInterface
        interface Source extends Serializable {
            MetricsChannel open();
        }
    }
}
