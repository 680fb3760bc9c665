package dev.breakwater.connectors.alarms.outbox;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** A sink's writer in Flink's harness. */
public final class SinkHarness {

    private SinkHarness() {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    public static <T> OneInputStreamOperatorTestHarness<T, CommittableMessage<Object>> open(Sink<T> sink)
            throws Exception {
        SinkWriterOperatorFactory<T, Object> factory = new SinkWriterOperatorFactory(sink);
        var harness = new OneInputStreamOperatorTestHarness<T, CommittableMessage<Object>>(factory, 1, 1, 0);
        harness.setup();
        harness.open();
        return harness;
    }
}
