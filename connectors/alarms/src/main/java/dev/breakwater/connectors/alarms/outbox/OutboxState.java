package dev.breakwater.connectors.alarms.outbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The state of an outbox that survives a restart. The record checks nothing, so that new versions can add fields.
 *
 * @param outbox the outbox's name
 * @param keys   the wanted state of each key, oldest first, with unsent notices last
 */
public record OutboxState(String outbox, List<KeyState> keys) {

    /** Returns the same state under another name of the outbox. */
    OutboxState of(String name) {
        return new OutboxState(name, keys);
    }

    /**
     * The state of one key.
     *
     * @param event the newest event
     * @param arrivedAtMillis wall time in epoch milliseconds of the key's first event
     * @param dueAtMillis     the time of the next attempt
     * @param failures        failed attempts in a row
     * @param shown           whether the receiver shows the alarm
     * @param word            the result of sending the newest event
     * @param number          the key under which the alarm is shown, or will be shown
     * @param base the number in the alarm's first key
     * @param after the key that replaces this key and must be accepted first, or null if no key replaces it
     */
    public record KeyState(
            AlarmEvent event,
            long arrivedAtMillis,
            long dueAtMillis,
            int failures,
            PendingAlarm.Shown shown,
            PendingAlarm.Progress word,
            int number,
            int base,
            String after) {}

    /** Writes outbox state as JSON. The serializer refuses other versions, unknown fields and trailing bytes. */
    static final class OutboxStateSerializer implements SimpleVersionedSerializer<OutboxState> {

        private static final int VERSION = 1;
        private static final ObjectMapper JSON =
                new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

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
}
