package dev.breakwater.connectors.alarms.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.alarms.outbox.OutboxState.KeyState;
import dev.breakwater.connectors.alarms.outbox.OutboxState.OutboxStateSerializer;
import dev.breakwater.connectors.alarms.outbox.PendingAlarm.Progress;
import dev.breakwater.connectors.alarms.outbox.PendingAlarm.Shown;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxStateSerializerTest {

    private final OutboxStateSerializer serializer = new OutboxStateSerializer();
    private final OutboxState state = new OutboxState(
            "notify",
            List.of(new KeyState(Alarms.trigger("k", 5), 7, 9, 2, Shown.PERHAPS, Progress.UNSENT, 0, 0, null)));

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(serializer.deserialize(1, serializer.serialize(state))).isEqualTo(state);
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
