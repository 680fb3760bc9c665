package dev.breakwater.connectors.alarms;

import java.util.List;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;

/** A writer beside the first one: nothing comes to it. */
final class IdleWriter implements StatefulSinkWriter<AlarmEvent, OutboxState> {

    @Override
    public void write(AlarmEvent event, Context context) {
        throw new IllegalStateException("alarms go through the first writer alone");
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
