package dev.breakwater.connectors.alarms;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** The outbox inside Flink. A record never waits for the receiver; only the end of the input does, for a while. */
final class OutboxWriter implements StatefulSinkWriter<AlarmEvent, OutboxState> {

    private final OutboxSender sender;
    private final Duration flushAtMost;

    OutboxWriter(OutboxSender sender, Duration flushAtMost, SinkWriterMetricGroup group) {
        this.sender = sender;
        this.flushAtMost = flushAtMost;
        sender.start(new OutboxMetrics(group, group.getNumRecordsSendCounter(), sender::size));
    }

    @Override
    public void write(AlarmEvent event, Context context) {
        sender.throwFailure();
        sender.offer(event);
    }

    /** Does not wait at a checkpoint: what is unsent is in the snapshot. */
    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        sender.throwFailure();
        if (endOfInput) {
            sender.finish(flushAtMost);
        }
    }

    @Override
    public List<OutboxState> snapshotState(long checkpointId) {
        return List.of(sender.snapshot());
    }

    @Override
    public void close() {
        sender.close();
    }
}
