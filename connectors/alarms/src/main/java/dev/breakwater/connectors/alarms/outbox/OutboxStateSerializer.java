package dev.breakwater.connectors.alarms.outbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Writes outbox state as JSON. The serializer refuses other versions, unknown fields and trailing bytes. */
final class OutboxStateSerializer implements SimpleVersionedSerializer<OutboxState> {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(OutboxState state) throws IOException {
        return JSON.writeValueAsBytes(state);
    }

    @Override
    public OutboxState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) throw new IOException("outbox state of version " + version + ", not " + VERSION);
        return JSON.readValue(serialized, OutboxState.class);
    }
}
