package dev.breakwater.connectors.alarms.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.alarms.outbox.OutboxState.KeyState;
import dev.breakwater.connectors.alarms.outbox.PendingAlarm.Progress;
import dev.breakwater.connectors.alarms.outbox.PendingAlarm.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxStateSerializerTest {

    private static final String EVENT = """
            {"action":"TRIGGER","dedupKey":"k","summary":"surge of k",
            "source":"111122223333/eu-west-1","severity":"CRITICAL","timestampMillis":5,"component":"checkout",
            "group":"shop","clazz":"flood","details":{"excess USD/h":"61.50"},
            "links":[{"href":"https://example.org/incidents/1","text":"the incident"}]}""";

    private final OutboxStateSerializer serializer = new OutboxStateSerializer();
    private final OutboxState state = new OutboxState(
            List.of(new KeyState(Alarms.trigger("k", 5), 7, 9, 2, Shown.PERHAPS, Progress.UNSENT, 0, 0, null)));

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(serializer.deserialize(2, serializer.serialize(state))).isEqualTo(state);
    }

    @Test
    void readsTheSecondVersionAsItWasStored() throws IOException {
        String stored = """
                {"keys":[{"event":%s,
                "arrivedAtMillis":7,"dueAtMillis":9,"failures":2,"shown":"PERHAPS","word":"UNSENT"}]}""";
        OutboxState read = serializer.deserialize(2, bytes(stored.formatted(EVENT)));
        assertThat(read)
                .isEqualTo(new OutboxState(List.of(new KeyState(
                        Alarms.trigger("k", 5).to(null).of(null),
                        7,
                        9,
                        2,
                        Shown.PERHAPS,
                        Progress.UNSENT,
                        0,
                        0,
                        null))));
        assertThat(read.keys().get(0).event().forAll())
                .as("there were no routes")
                .isTrue();
    }

    /**
     * For a queue, the newest event of each key counts; a key that is open without unsent news is known again by its
     * next event.
     */
    @Test
    void readsTheFirstVersionAsItWasStored() throws IOException {
        String stored = """
                {"pending":[{"event":%s,"arrivedAtMillis":7,"attempts":2},
                {"event":%s,"arrivedAtMillis":8,"attempts":0},
                {"event":%s,"arrivedAtMillis":9,"attempts":0}],"open":["open"],"perhapsOpen":["k"]}""";
        String other = EVENT.replace("\"dedupKey\":\"k\"", "\"dedupKey\":\"open\"");
        String over = EVENT.replace("TRIGGER", "RESOLVE").replace("surge of k", "over");
        OutboxState read = serializer.deserialize(1, bytes(stored.formatted(EVENT, other, over)));
        assertThat(read.keys())
                .extracting(
                        k -> k.event().dedupKey() + ' ' + k.event().action() + ' ' + k.shown() + ' ' + k.dueAtMillis())
                .containsExactly("k RESOLVE PERHAPS 9", "open TRIGGER OPEN 8");
    }

    @Test
    void refusesUnknownVersionsTrailingBytesAndHalves() throws IOException {
        byte[] bytes = serializer.serialize(state);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = '1';
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(() -> serializer.deserialize(3, bytes)).hasMessageContaining("version 3");
        assertThatThrownBy(() -> serializer.deserialize(1, bytes)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> serializer.deserialize(2, longer)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> serializer.deserialize(2, half)).isInstanceOf(IOException.class);
    }

    private static byte[] bytes(String stored) {
        return stored.getBytes(StandardCharsets.UTF_8);
    }
}
