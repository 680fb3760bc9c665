package dev.breakwater.connectors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every state relies on: older versions are read, and whatever else is not understood is refused. */
class VersionedCodecTest {

    /** Version 2 had the name alone, version 3 has a number too. */
    private static final class Named extends VersionedCodec<String> {

        Named() {
            super("a name", 2, 3);
        }

        @Override
        protected void write(String value, DataOutputStream out) throws IOException {
            out.writeUTF(value);
            out.writeInt(7);
        }

        @Override
        protected String read(int written, DataInputStream in) throws IOException {
            String name = in.readUTF();
            return written == 2 ? name : name + in.readInt();
        }
    }

    private final Named codec = new Named();

    @Test
    void readsWhatItWritesAndTheOldestVersionAsItWasStored() throws IOException {
        assertThat(codec.deserialize(codec.getVersion(), codec.serialize("shop")))
                .isEqualTo("shop7");
        assertThat(codec.deserialize(2, new byte[] {0, 1, 'a'})).isEqualTo("a");
    }

    @Test
    void refusesVersionsBeforeAndAfterThoseItKnows() throws IOException {
        byte[] bytes = codec.serialize("shop");
        assertThatIOException()
                .isThrownBy(() -> codec.deserialize(4, bytes))
                .withMessage("a name of unknown version 4, this is 3");
        assertThatIOException()
                .isThrownBy(() -> codec.deserialize(1, bytes))
                .withMessage("a name of unknown version 1, this is 3");
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
