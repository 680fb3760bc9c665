package dev.breakwater.guard.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.guard.file.JsonLinesSink.FilePosition;
import dev.breakwater.guard.file.JsonLinesSink.FilePositionSerializer;
import dev.breakwater.guard.wire.OutputLine;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilePositionSerializerTest {

    private final FilePositionSerializer serializer = new FilePositionSerializer();

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        FilePosition position = new FilePosition(
                3,
                1L << 40,
                List.of(
                        new OutputLine(-1, "", "{}"),
                        new OutputLine(Long.MAX_VALUE - 1, "a|é|\u0000", "x".repeat(70_000))));
        assertThat(serializer.deserialize(1, serializer.serialize(position))).isEqualTo(position);
    }

    @Test
    void anUnknownVersionIsRefused() throws IOException {
        byte[] bytes = serializer.serialize(new FilePosition(3, 7, List.of()));
        for (int version : new int[] {0, 2, -1}) {
            assertThatThrownBy(() -> serializer.deserialize(version, bytes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("version " + version);
        }
    }

    @Test
    void trailingBytesAreRefused() throws IOException {
        byte[] bytes = serializer.serialize(new FilePosition(3, 7, List.of(new OutputLine(1, "a", "b"))));
        assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length + 3)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("3 bytes too many");
    }

    @Test
    void aTruncatedPositionIsRefused() throws IOException {
        byte[] bytes = serializer.serialize(new FilePosition(3, 7, List.of(new OutputLine(1, "a", "b"))));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> serializer.deserialize(1, cut)).isInstanceOf(EOFException.class);
        }
    }
}
