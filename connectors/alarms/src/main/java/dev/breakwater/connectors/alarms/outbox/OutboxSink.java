package dev.breakwater.connectors.alarms.outbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * A sink that sends alarms to people, at least once, and never delays the job. All alarms go through the first writer,
 * because one writer must keep the order of each key and the receiver's pace. At any parallelism, the other writers are
 * idle.
 */
public final class OutboxSink
        implements Sink<AlarmEvent>,
                SupportsWriterState<AlarmEvent, OutboxState>,
                SupportsPreWriteTopology<AlarmEvent> {

    private final String receiver;
    private final AlarmChannel.Source channel;
    private final OutboxLimits limits;
    private final UndeliveredAlarm.Log log;
    private final WallClock clock;
    private final OpenKeys keys;

    /** A sink for a receiver that no route names. */
    public OutboxSink(AlarmChannel.Source channel, OutboxLimits limits, UndeliveredAlarm.Log log, WallClock clock) {
        this("", channel, limits, log, clock, OpenKeys.NONE);
    }

    private OutboxSink(
            String receiver,
            AlarmChannel.Source channel,
            OutboxLimits limits,
            UndeliveredAlarm.Log log,
            WallClock clock,
            OpenKeys keys) {
        this.receiver = receiver;
        this.channel = channel;
        this.limits = limits;
        this.log = log;
        this.clock = clock;
        this.keys = keys;
    }

    /** The sink for the alarms that routes send to this receiver. */
    public OutboxSink of(String name) {
        return new OutboxSink(name, channel, limits, log, clock, keys);
    }

    /**
     * The same sink, with a record of the keys that the receiver shows. When it starts, it reads from the record the
     * keys that its state lacks.
     */
    public OutboxSink remembering(OpenKeys where) {
        return new OutboxSink(receiver, channel, limits, log, clock, where);
    }

    @Override
    public DataStream<AlarmEvent> addPreWriteTopology(DataStream<AlarmEvent> events) {
        return events.global();
    }

    @Override
    public StatefulSinkWriter<AlarmEvent, OutboxState> createWriter(WriterInitContext context) {
        return isFirst(context) ? writer(Outbox.fresh(limits, receiver), context) : new IdleWriter();
    }

    @Override
    public StatefulSinkWriter<AlarmEvent, OutboxState> restoreWriter(
            WriterInitContext context, Collection<OutboxState> recovered) {
        if (isFirst(context)) return writer(Outbox.restored(limits, receiver, recovered), context);
        // only the first writer has state, and Flink gives it the first share of the state
        if (!recovered.isEmpty()) {
            throw new IllegalStateException(
                    "an idle writer was restored with unsent alerts: restore this stage at " + "parallelism 1");
        }
        return new IdleWriter();
    }

    @Override
    public SimpleVersionedSerializer<OutboxState> getWriterStateSerializer() {
        return new OutboxStateSerializer();
    }

    /**
     * The same channel beside the job, with a separate outbox. It does not know which alarms were open before the
     * start.
     */
    public AlarmPost post(MetricGroup metrics) {
        Outbox outbox = Outbox.restored(limits, receiver, List.of());
        return new AlarmPost(new OutboxSender(outbox, channel, log, clock, OpenKeys.NONE), metrics);
    }

    public OutboxLimits limits() {
        return limits;
    }

    private static boolean isFirst(WriterInitContext context) {
        return context.getTaskInfo().getIndexOfThisSubtask() == 0;
    }

    private Writer writer(Outbox outbox, WriterInitContext context) {
        outbox.lostSightOf(keys.open(), clock.millis());
        OutboxSender sender = new OutboxSender(outbox, channel, log, clock, keys);
        return new Writer(sender, limits.flushAtMost(), context.metricGroup());
    }

    /**
     * The outbox inside Flink. No record waits for the receiver. Only the end of the input waits, for a limited time.
     */
    private static final class Writer implements StatefulSinkWriter<AlarmEvent, OutboxState> {

        private final OutboxSender sender;
        private final Duration flushAtMost;

        Writer(OutboxSender sender, Duration flushAtMost, SinkWriterMetricGroup group) {
            this.sender = sender;
            this.flushAtMost = flushAtMost;
            sender.start(new OutboxMetrics(group, group.getNumRecordsSendCounter(), sender::size));
        }

        @Override
        public void write(AlarmEvent event, Context context) {
            sender.throwFailure();
            sender.offer(event);
        }

        /** A checkpoint does not wait, because the snapshot contains the unsent events. */
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

    /** A writer other than the first one, which gets no records. */
    private static final class IdleWriter implements StatefulSinkWriter<AlarmEvent, OutboxState> {

        @Override
        public void write(AlarmEvent event, Context context) {
            throw new IllegalStateException("only the first writer sends alerts");
        }

        @Override
        public void flush(boolean endOfInput) {
            // has nothing
        }

        @Override
        public List<OutboxState> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public void close() {
            // has nothing
        }
    }
}
