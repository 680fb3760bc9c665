package dev.breakwater.connectors.alarms.outbox;

import java.io.Closeable;
import java.time.Duration;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An outbox for alerts that come from outside the job's stages. This outbox makes the same promises as a sink, but has
 * no checkpoint. When the process ends, unsent events are recorded as undelivered. A post never blocks the caller and
 * never throws.
 */
public final class AlarmPost implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmPost.class);

    private final OutboxSender sender;

    AlarmPost(OutboxSender sender, MetricGroup metrics) {
        this.sender = sender;
        // Flink's own counter of sent records already belongs to this task's sink
        sender.start(new OutboxMetrics(metrics, new ThreadSafeSimpleCounter(), sender::size));
    }

    public void offer(AlarmEvent event) {
        sender.offer(event);
    }

    /**
     * Waits until everything is sent, but at most for this time. After this time, it gives up all unsent alarms.
     *
     * @return how many alarms the receiver has accepted since the start
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
            LOG.error("The alerts of this command could not be sent", e);
        }
        sender.close();
    }
}
