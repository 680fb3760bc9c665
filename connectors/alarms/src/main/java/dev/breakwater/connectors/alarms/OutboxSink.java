package dev.breakwater.connectors.alarms;

import java.util.Collection;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A sink that tells people, at least once, and never holds up the job. It runs at parallelism 1, because order under a
 * key and the receiver's pace are facts of one place; another parallelism is refused at start.
 */
public final class OutboxSink implements Sink<AlarmEvent>, SupportsWriterState<AlarmEvent, OutboxState> {

    private final AlarmChannel.Source channel;
    private final OutboxLimits limits;
    private final UnheardLog log;
    private final WallClock clock;

    public OutboxSink(AlarmChannel.Source channel, OutboxLimits limits, UnheardLog log, WallClock clock) {
        this.channel = channel;
        this.limits = limits;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public StatefulSinkWriter<AlarmEvent, OutboxState> createWriter(WriterInitContext context) {
        return writer(Outbox.fresh(limits), context);
    }

    @Override
    public StatefulSinkWriter<AlarmEvent, OutboxState> restoreWriter(
            WriterInitContext context, Collection<OutboxState> recovered) {
        return writer(Outbox.restored(limits, recovered), context);
    }

    @Override
    public SimpleVersionedSerializer<OutboxState> getWriterStateSerializer() {
        return new OutboxStateSerializer();
    }

    private OutboxWriter writer(Outbox outbox, WriterInitContext context) {
        int parallelism = context.getTaskInfo().getNumberOfParallelSubtasks();
        if (parallelism != 1) {
            throw new IllegalStateException("an alarm sink runs at parallelism 1, not " + parallelism);
        }
        OutboxSender sender = new OutboxSender(outbox, channel, log, clock);
        return new OutboxWriter(sender, limits.flushAtMost(), context.metricGroup());
    }
}
