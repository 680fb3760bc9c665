package dev.breakwater.connectors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests that unknown state is refused, because every kind of state relies on this. */
class VersionedCodecTest {

    private static final class Named extends VersionedCodec<String> {

        Named() {
            super("a name", 3);
        }

        @Override
        protected void write(String value, DataOutputStream out) throws IOException {
            out.writeUTF(value);
            out.writeInt(7);
        }

        @Override
        protected String read(DataInputStream in) throws IOException {
            return in.readUTF() + in.readInt();
        }
    }

    private final Named codec = new Named();

    @Test
    void readsWhatItWrites() throws IOException {
        assertThat(codec.deserialize(codec.getVersion(), codec.serialize("shop")))
                .isEqualTo("shop7");
    }

    @Test
    void refusesOtherVersions() throws IOException {
        byte[] bytes = codec.serialize("shop");
        assertThatIOException()
                .isThrownBy(() -> codec.deserialize(4, bytes))
                .withMessage("a name of unknown version 4, this is 3");
        assertThatIOException()
                .isThrownBy(() -> codec.deserialize(2, bytes))
                .withMessage("a name of unknown version 2, this is 3");
    }

    @Test
    void refusesBytesThatAreMissingAndBytesThatAreTooMany() throws IOException {
        byte[] bytes = codec.serialize("shop");
        assertThatIOException()
                .isThrownBy(() -> codec.deserialize(3, Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessage("a name with bytes after its end");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatIOException().isThrownBy(() -> codec.deserialize(3, cut));
        }
    }
}
