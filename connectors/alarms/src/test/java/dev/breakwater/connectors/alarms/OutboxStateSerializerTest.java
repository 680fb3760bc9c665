package dev.breakwater.connectors.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxStateSerializerTest {

    private final OutboxStateSerializer serializer = new OutboxStateSerializer();
    private final OutboxState state = new OutboxState(
            List.of(new OutboxState.PendingState(Alarms.trigger("k", 5), 7, 2)), List.of("open"), List.of("perhaps"));

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(serializer.deserialize(1, serializer.serialize(state))).isEqualTo(state);
    }

    @Test
    void readsTheFirstVersionAsItWasStored() throws IOException {
        String stored = """
                {"pending":[{"event":{"action":"TRIGGER","dedupKey":"k","summary":"surge of k",
                "source":"111122223333/eu-west-1","severity":"CRITICAL","timestampMillis":5,"component":"checkout",
                "group":"shop","clazz":"flood","details":{"excess USD/h":"61.50"},
                "links":[{"href":"https://example.org/incidents/1","text":"the incident"}]},
                "arrivedAtMillis":7,"attempts":2}],"open":["open"],"perhapsOpen":["perhaps"]}""";
        assertThat(serializer.deserialize(1, stored.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(state);
    }

    @Test
    void refusesUnknownVersionsTrailingBytesAndHalves() throws IOException {
        byte[] bytes = serializer.serialize(state);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = '1';
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
        assertThatThrownBy(() -> serializer.deserialize(2, bytes)).hasMessageContaining("version 2");
        assertThatThrownBy(() -> serializer.deserialize(1, longer)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> serializer.deserialize(1, half)).isInstanceOf(IOException.class);
    }
}
