package dev.breakwater.connectors.alarms.outbox;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** A sink's writer in Flink's harness. */
public final class SinkHarness {

    private SinkHarness() {}

    public static <T> OneInputStreamOperatorTestHarness<T, CommittableMessage<Object>> open(Sink<T> sink)
            throws Exception {
        return restored(sink, null);
    }

    /** @param state the state of an earlier writer, or null */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static <T> OneInputStreamOperatorTestHarness<T, CommittableMessage<Object>> restored(
            Sink<T> sink, OperatorSubtaskState state) throws Exception {
        SinkWriterOperatorFactory<T, Object> factory = new SinkWriterOperatorFactory(sink);
        var harness = new OneInputStreamOperatorTestHarness<T, CommittableMessage<Object>>(factory, 1, 1, 0);
        harness.setup();
        if (state != null) harness.initializeState(state);
        harness.open();
        return harness;
    }
}
