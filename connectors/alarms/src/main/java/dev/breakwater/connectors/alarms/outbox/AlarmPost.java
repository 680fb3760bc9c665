package dev.breakwater.connectors.alarms.outbox;

import java.io.Closeable;
import java.time.Duration;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outbox of its own for alerts that are raised outside the job's stages. It makes the same promises as a sink, but
 * without a checkpoint: events that are unsent when the process ends are written down as undelivered. Never waits,
 * never throws.
 */
public final class AlarmPost implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmPost.class);

    private final OutboxSender sender;

    AlarmPost(OutboxSender sender, MetricGroup metrics) {
        this.sender = sender;
        // Flink's counter of sent records belongs to the sink of this task
        sender.start(new OutboxMetrics(metrics, new ThreadSafeSimpleCounter(), sender::size));
    }

    public void offer(AlarmEvent event) {
        sender.offer(event);
    }

    /**
     * Waits until everything is sent, at most this long; the rest is given up.
     *
     * @return how many alarms the receiver took since the post began
     */
    public long finish(Duration atMost) throws InterruptedException {
        sender.finish(atMost);
        return sender.sent();
    }

    @Override
    public void close() {
        try {
            sender.finish(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            LOG.error("Alerts that come from outside the job could not be sent", e);
        }
        sender.close();
    }
}
