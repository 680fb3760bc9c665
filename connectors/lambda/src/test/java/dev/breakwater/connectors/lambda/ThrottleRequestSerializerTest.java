package dev.breakwater.connectors.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThrottleRequestSerializerTest {

    private final ThrottleRequestSerializer serializer = new ThrottleRequestSerializer();
    private final ThrottleRequest request = Requests.throttle("i-1 \u00e9", 5);

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(serializer.deserialize(2, serializer.serialize(request))).isEqualTo(request);
        ThrottleRequest other = Requests.by(LeverKind.QUEUE, "4f1c", request);
        assertThat(serializer.deserialize(2, serializer.serialize(other))).isEqualTo(other);
    }

    @Test
    void readsTheFirstVersionWhichKnewReservationsOnly() throws IOException {
        byte[] bytes = serializer.serialize(request);
        int more = Integer.BYTES + "reservation".length() + Integer.BYTES;
        assertThat(serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length - more)))
                .isEqualTo(request);
    }

    @Test
    void refusesAnUnknownLever() throws IOException {
        byte[] bytes = serializer.serialize(request);
        bytes[bytes.length - Integer.BYTES - 1] = 'x';
        assertThatThrownBy(() -> serializer.deserialize(2, bytes)).hasMessageContaining("unknown lever");
    }

    @Test
    void refusesUnknownVersions() throws IOException {
        byte[] bytes = serializer.serialize(request);
        assertThatThrownBy(() -> serializer.deserialize(3, bytes)).hasMessageContaining("unknown version 3");
    }

    @Test
    void refusesTrailingAndMissingBytes() throws IOException {
        byte[] bytes = serializer.serialize(request);
        assertThatThrownBy(() -> serializer.deserialize(2, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> serializer.deserialize(2, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IOException.class);
    }
}
