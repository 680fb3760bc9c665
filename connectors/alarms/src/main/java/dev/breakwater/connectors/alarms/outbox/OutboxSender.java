package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the events of an outbox, and records the events that the outbox gave up. */
final class OutboxSender extends ChannelThread<AlarmChannel, AlarmEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

    private final Outbox outbox;
    private final UndeliveredAlarm.Log log;
    private final WallClock clock;
    private final OpenKeys keys;
    private Runnable countAccepted;
    private String name = "";
    private String failing = "";

    /** @param keys the record of the keys that the receiver shows */
    OutboxSender(Outbox outbox, AlarmChannel.Source source, UndeliveredAlarm.Log log, WallClock clock, OpenKeys keys) {
        super("breakwater-notify", source::open);
        this.outbox = outbox;
        this.log = log;
        this.clock = clock;
        this.keys = keys;
    }

    /**
     * Registers the outbox's metrics, and starts the thread.
     *
     * @param named the outbox's name in the log
     * @param sent  Flink's counter of sent records, which all outboxes of a sink share
     */
    void start(String named, MetricGroup group, Counter sent) {
        name = named.isEmpty() ? "notify" : named;
        countAccepted = () -> {
            // locked, because the counter is not thread safe and each outbox has its own thread
            synchronized (sent) {
                sent.inc();
            }
        };
        total(group, "events", Outbox.Counts::offered);
        total(group, "sent", Outbox.Counts::sent);
        total(group, "retried", Outbox.Counts::retried);
        total(group, "rejected", Outbox.Counts::rejected);
        total(group, "coalesced", Outbox.Counts::coalesced);
        total(group, "dropped", Outbox.Counts::undelivered);
        group.gauge("breakwater_notify_queue_events", this::size);
        group.gauge("breakwater_notify_failing_events", () -> locked(outbox::failing));
        start();
    }

    private void total(MetricGroup group, String noun, ToLongFunction<Outbox.Counts> of) {
        group.gauge("breakwater_notify_" + noun + "_total", () -> of.applyAsLong(locked(outbox::counts)));
    }

    void offer(AlarmEvent event) {
        change(() -> outbox.offer(event, clock.millis()));
    }

    /** Returns the number of unsent events. */
    int size() {
        return locked(outbox::size);
    }

    /** Returns the number of events that the receiver accepted. */
    long sent() {
        return locked(() -> outbox.counts().sent());
    }

    OutboxState snapshot() {
        return locked(outbox::snapshot);
    }

    /** Waits until everything is sent, but only for a limited time. After this time, it gives up all unsent events. */
    @Override
    public void finish(Duration atMost) throws InterruptedException {
        super.finish(atMost);
        change(() -> outbox.abandon(UndeliveredAlarm.Reason.END_OF_INPUT, clock.millis()));
    }

    /** Stops the thread; unsent events stay in the last snapshot. */
    @Override
    public void close() {
        super.close();
        beside();
    }

    @Override
    protected AlarmEvent next() {
        return outbox.next(clock.millis()).orElse(null);
    }

    @Override
    protected long napMillis() {
        long now = clock.millis();
        return outbox.hasUndelivered() ? 0 : Math.max(outbox.wakeAt(now) - now, 1);
    }

    @Override
    protected Delivery deliver(AlarmChannel channel, AlarmEvent next) {
        return channel.deliver(next);
    }

    @Override
    protected void settle(AlarmEvent tried, Delivery delivery) {
        String reason = delivery instanceof Delivery.RetryLater later ? later.reason() : "";
        if (!reason.isEmpty() && !reason.equals(failing)) {
            LOG.warn("alarms to {} wait: {}", name, reason);
        } else if (delivery instanceof Delivery.Accepted && !failing.isEmpty()) {
            LOG.info("alarms to {} are delivered again", name);
        }
        failing = reason;
        outbox.settle(delivery, clock.millis());
        if (delivery instanceof Delivery.Accepted) countAccepted.run();
    }

    @Override
    protected int unsent() {
        return outbox.size();
    }

    @Override
    protected void beside() {
        for (Outbox.KeyNews one : locked(outbox::drainKeys)) {
            try {
                if (one.opened()) keys.opened(one.key());
                else keys.closed(one.key());
            } catch (RuntimeException e) {
                LOG.warn("the ledger could not record which alerts the receiver shows", e);
            }
        }
        List<UndeliveredAlarm> undelivered = locked(outbox::drainUndelivered);
        for (UndeliveredAlarm one : undelivered) {
            try {
                log.undelivered(one);
            } catch (RuntimeException e) {
                LOG.warn("an undelivered alert could not be logged", e);
            }
        }
    }
}
