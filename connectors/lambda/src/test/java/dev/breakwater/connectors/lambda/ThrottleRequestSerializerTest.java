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
        assertThat(serializer.deserialize(1, serializer.serialize(request))).isEqualTo(request);
    }

    @Test
    void refusesUnknownVersions() throws IOException {
        byte[] bytes = serializer.serialize(request);
        assertThatThrownBy(() -> serializer.deserialize(2, bytes)).hasMessageContaining("unknown version 2");
    }

    @Test
    void refusesTrailingAndMissingBytes() throws IOException {
        byte[] bytes = serializer.serialize(request);
        assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IOException.class);
    }
}
