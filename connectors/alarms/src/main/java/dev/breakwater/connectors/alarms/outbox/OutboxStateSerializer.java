package dev.breakwater.connectors.alarms.outbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Outbox state as JSON; reads the first version too. Refuses unknown versions, unknown fields and trailing bytes. */
final class OutboxStateSerializer implements SimpleVersionedSerializer<OutboxState> {

    private static final int VERSION = 2;
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
        return switch (version) {
            case 1 -> JSON.readValue(serialized, Queue.class).newest();
            case VERSION -> JSON.readValue(serialized, OutboxState.class);
            default -> throw new IOException("outbox state of version " + version + "; this program reads 1 and 2");
        };
    }

    /** Version 1: a queue of events, and the keys that are open, whose texts were not kept: their next news has one. */
    private record Queue(List<Unsent> pending, List<String> open, List<String> perhapsOpen) {

        private record Unsent(AlarmEvent event, long arrivedAtMillis, int attempts) {}

        OutboxState newest() {
            Map<String, OutboxState.KeyState> keys = new LinkedHashMap<>();
            for (Unsent u : pending) {
                long at = u.arrivedAtMillis();
                String key = u.event().dedupKey();
                PendingAlarm.Shown shown = open.contains(key)
                        ? PendingAlarm.Shown.OPEN
                        : perhapsOpen.contains(key) ? PendingAlarm.Shown.PERHAPS : PendingAlarm.Shown.NOTHING;
                keys.put(
                        key,
                        new OutboxState.KeyState(
                                u.event(), at, at, u.attempts(), shown, PendingAlarm.Progress.UNSENT, 0, 0, null));
            }
            return new OutboxState(new ArrayList<>(keys.values()));
        }
    }
}
