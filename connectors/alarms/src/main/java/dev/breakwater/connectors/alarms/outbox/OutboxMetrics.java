package dev.breakwater.connectors.alarms.outbox;

import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** The metrics of an outbox. */
final class OutboxMetrics {

    /** Flink's counter of sent records. All outboxes of a sink share the counter. */
    private final Counter records;

    private final Counter offered;
    private final Counter sent;
    private final Counter retried;
    private final Counter rejected;
    private final Counter coalesced;
    private final Counter unheard;

    OutboxMetrics(MetricGroup group, Counter records, IntSupplier queued) {
        this.records = records;
        offered = counter(group, "breakwater_notify_events_total");
        sent = counter(group, "breakwater_notify_sent_total");
        retried = counter(group, "breakwater_notify_retried_total");
        rejected = counter(group, "breakwater_notify_rejected_total");
        coalesced = counter(group, "breakwater_notify_coalesced_total");
        unheard = counter(group, "breakwater_notify_dropped_total");
        group.gauge("breakwater_notify_queue_events", queued::getAsInt);
    }

    private static Counter counter(MetricGroup group, String name) {
        return group.counter(name, new ThreadSafeSimpleCounter());
    }

    /** Increases the counters to these totals. */
    void show(Outbox.Counts counts) {
        raise(offered, counts.offered());
        long more = counts.sent() - sent.getCount();
        sent.inc(more);
        // locked, because the counter is not thread safe and each outbox has its own thread
        synchronized (records) {
            records.inc(more);
        }
        raise(retried, counts.retried());
        raise(rejected, counts.rejected());
        raise(coalesced, counts.coalesced());
        raise(unheard, counts.undelivered());
    }

    private static void raise(Counter counter, long total) {
        counter.inc(total - counter.getCount());
    }
}
