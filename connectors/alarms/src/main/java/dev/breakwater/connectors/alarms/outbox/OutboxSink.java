package dev.breakwater.connectors.alarms.outbox;

import dev.breakwater.connectors.alarms.outbox.OutboxState.OutboxStateSerializer;
import java.io.Closeable;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that sends alarms to people, at least once, and never delays the job. The sink has an outbox for each
 * receiver, and stores the outbox's state under the outbox's name. Receivers can therefore be added and removed without
 * a change of the job's graph. At any parallelism, all alarms go through the first writer, and the other writers are
 * idle. One writer must keep the order of each key's events, and the receiver's pace.
 */
public final class OutboxSink
        implements Sink<AlarmEvent>,
                SupportsWriterState<AlarmEvent, OutboxState>,
                SupportsPreWriteTopology<AlarmEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSink.class);

    private final List<Box> boxes;

    /** Creates a sink for a receiver that no route names. */
    public OutboxSink(AlarmChannel.Source channel, OutboxLimits limits, UndeliveredAlarm.Log log, WallClock clock) {
        this(List.of(new Box("", true, true, "", channel, limits, log, clock, OpenKeys.NONE)));
    }

    private OutboxSink(List<Box> boxes) {
        this.boxes = List.copyOf(boxes);
        long names = boxes.stream().map(Box::name).distinct().count();
        if (names < boxes.size()) throw new IllegalArgumentException("two outboxes have the same name");
    }

    /** Combines the outboxes of all these sinks in one sink. The list may be empty. */
    public static OutboxSink of(List<OutboxSink> sinks) {
        return new OutboxSink(sinks.stream().flatMap(s -> s.boxes.stream()).toList());
    }

    /** Returns the same sink for the alarms that routes send to this receiver. */
    public OutboxSink of(String receiver) {
        return with(b -> new Box(b.name, b.alarms, b.acts, receiver, b.channel, b.limits, b.log, b.clock, b.keys));
    }

    /**
     * Returns the same sink with this name for its state and metrics.
     *
     * @param alarms whether the sink gets incidents
     * @param acts whether the sink gets {@link AlarmEvent#tellsOnly notices}
     */
    public OutboxSink named(String name, boolean alarms, boolean acts) {
        return with(b -> new Box(name, alarms, acts, b.receiver, b.channel, b.limits, b.log, b.clock, b.keys));
    }

    /**
     * Returns the same sink, with a record of the keys that the receiver shows. When the sink starts, it reads from the
     * record any keys that its state lacks.
     */
    public OutboxSink remembering(OpenKeys where) {
        return with(b -> new Box(b.name, b.alarms, b.acts, b.receiver, b.channel, b.limits, b.log, b.clock, where));
    }

    private OutboxSink with(UnaryOperator<Box> change) {
        return new OutboxSink(boxes.stream().map(change).toList());
    }

    @Override
    public DataStream<AlarmEvent> addPreWriteTopology(DataStream<AlarmEvent> events) {
        return events.global();
    }

    @Override
    public StatefulSinkWriter<AlarmEvent, OutboxState> createWriter(WriterInitContext context) {
        return isFirst(context) ? new Writer(boxes, b -> b.fresh(), context.metricGroup()) : new IdleWriter();
    }

    @Override
    public StatefulSinkWriter<AlarmEvent, OutboxState> restoreWriter(
            WriterInitContext context, Collection<OutboxState> recovered) {
        if (!isFirst(context)) {
            // only the first writer has state, and Flink gives it the first share of the state
            if (!recovered.isEmpty()) {
                throw new IllegalStateException(
                        "an idle writer was restored with unsent alerts, so restore this stage at parallelism 1");
            }
            return new IdleWriter();
        }
        Map<String, List<OutboxState>> states = recovered.stream().collect(Collectors.groupingBy(OutboxState::outbox));
        Writer writer =
                new Writer(boxes, b -> b.restored(states.getOrDefault(b.name, List.of())), context.metricGroup());
        boxes.forEach(b -> states.remove(b.name));
        states.forEach((name, gone) -> LOG.warn(
                "{} alerts of {} are dropped, because the configuration no longer names this receiver",
                gone.stream().mapToInt(s -> s.keys().size()).sum(),
                name));
        return writer;
    }

    @Override
    public SimpleVersionedSerializer<OutboxState> getWriterStateSerializer() {
        return new OutboxStateSerializer();
    }

    /**
     * Creates a separate outbox for the same channel, outside the job. This outbox does not know which alarms were open
     * before the start. The sink must have exactly one receiver.
     */
    public AlarmPost post(MetricGroup metrics) {
        Box box = boxes.get(0);
        Outbox outbox = Outbox.restored(box.limits, box.receiver, List.of());
        return new AlarmPost(
                box.name, new OutboxSender(outbox, box.channel, box.log, box.clock, OpenKeys.NONE), metrics);
    }

    /** Returns the limits of a sink that has one receiver. */
    public OutboxLimits limits() {
        return boxes.get(0).limits;
    }

    private static boolean isFirst(WriterInitContext context) {
        return context.getTaskInfo().getIndexOfThisSubtask() == 0;
    }

    /** The outbox of one receiver, before it runs. */
    private record Box(
            String name,
            boolean alarms,
            boolean acts,
            String receiver,
            AlarmChannel.Source channel,
            OutboxLimits limits,
            UndeliveredAlarm.Log log,
            WallClock clock,
            OpenKeys keys)
            implements Serializable {

        OutboxSender fresh() {
            return sender(Outbox.fresh(limits, receiver));
        }

        OutboxSender restored(List<OutboxState> states) {
            return sender(Outbox.restored(limits, receiver, states));
        }

        private OutboxSender sender(Outbox outbox) {
            outbox.lostSightOf(keys.open(), clock.millis());
            return new OutboxSender(outbox, channel, log, clock, keys);
        }

        boolean takes(AlarmEvent event) {
            return event.tellsOnly() ? acts : alarms;
        }
    }

    /**
     * Runs the outboxes inside Flink. A record never waits for a receiver. Only the end of the input waits, for a
     * limited time.
     */
    private static final class Writer implements StatefulSinkWriter<AlarmEvent, OutboxState> {

        private final Map<Box, OutboxSender> senders = new LinkedHashMap<>();

        Writer(List<Box> boxes, Function<Box, OutboxSender> opened, SinkWriterMetricGroup group) {
            for (Box box : boxes) {
                OutboxSender sender = opened.apply(box);
                senders.put(box, sender);
                MetricGroup own = box.name.isEmpty() ? group : group.addGroup("receiver", box.name);
                sender.start(box.name, own, group.getNumRecordsSendCounter());
            }
        }

        @Override
        public void write(AlarmEvent event, Context context) {
            senders.forEach((box, sender) -> {
                sender.throwFailure();
                if (box.takes(event)) sender.offer(event);
            });
        }

        /** Does not wait at a checkpoint, because unsent events are part of the snapshot. */
        @Override
        public void flush(boolean endOfInput) throws InterruptedException {
            long begun = System.nanoTime();
            for (Map.Entry<Box, OutboxSender> one : senders.entrySet()) {
                one.getValue().throwFailure();
                if (!endOfInput) continue;
                // the outboxes send in parallel, so all outboxes may have the same deadline
                Duration left = one.getKey().limits.flushAtMost().minusNanos(System.nanoTime() - begun);
                one.getValue().finish(left.isNegative() ? Duration.ZERO : left);
            }
        }

        @Override
        public List<OutboxState> snapshotState(long checkpointId) {
            List<OutboxState> states = new ArrayList<>();
            senders.forEach((box, sender) -> states.add(sender.snapshot().of(box.name)));
            return states;
        }

        @Override
        public void close() {
            senders.values().forEach(OutboxSender::close);
        }
    }

    /** A writer that gets no records, because it is not the first writer. */
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

    /**
     * An outbox for alerts that come from outside the job's stages. This outbox makes the same promises as a sink, but
     * has no checkpoint. When the process ends, unsent events are recorded as undelivered. A post never blocks the
     * caller and never throws.
     */
    public static final class AlarmPost implements Closeable {

        private static final Logger LOG = LoggerFactory.getLogger(AlarmPost.class);

        private final OutboxSender sender;

        AlarmPost(String name, OutboxSender sender, MetricGroup metrics) {
            this.sender = sender;
            // Flink's own counter of sent records already belongs to this task's sink
            sender.start(name, metrics, new SimpleCounter());
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
}
