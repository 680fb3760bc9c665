package dev.breakwater.connectors.lambda.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.connectors.lambda.LeverKind;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThrottleRequestSerializerTest {

    /** What version 3 added: the limit before, and whether it was observed. */
    private static final int OBSERVED = Integer.BYTES + 1;

    /** What version 4 added: the words of a note, none of an act. */
    private static final int WORDS = Integer.BYTES;

    /** What version 5 added: what the configuration is called by that decided, nothing where nobody knows. */
    private static final int BOOK = Integer.BYTES;

    private final ThrottleRequestSerializer serializer = new ThrottleRequestSerializer();
    private final ThrottleRequest request = Requests.throttle("i-1 \u00e9", 5);

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(serializer.deserialize(5, serializer.serialize(request))).isEqualTo(request);
        ThrottleRequest other = Requests.held(8, 40, Requests.by(LeverKind.QUEUE, "4f1c", request));
        assertThat(serializer.deserialize(5, serializer.serialize(other))).isEqualTo(other);
        ThrottleRequest note = Requests.note("1a2b", "approve, by alice: taken");
        assertThat(serializer.deserialize(5, serializer.serialize(note))).isEqualTo(note);
    }

    @Test
    void readsTheFourthVersionWhichDidNotKnowWhichBookDecided() throws IOException {
        ThrottleRequest decided = Requests.by("0e0e0e0e0e0e", request);
        assertThat(serializer.deserialize(5, serializer.serialize(decided))).isEqualTo(decided);
        byte[] bytes = serializer.serialize(request);
        assertThat(serializer.deserialize(4, Arrays.copyOf(bytes, bytes.length - BOOK)))
                .isEqualTo(request);
    }

    @Test
    void readsTheThirdVersionWhichKnewNoNotes() throws IOException {
        byte[] bytes = serializer.serialize(Requests.held(8, 40, request));
        assertThat(serializer.deserialize(3, Arrays.copyOf(bytes, bytes.length - WORDS - BOOK)))
                .isEqualTo(Requests.held(8, 40, request));
    }

    @Test
    void readsTheSecondVersionWhichDidNotKnowWhatWasObserved() throws IOException {
        byte[] bytes = serializer.serialize(Requests.held(8, -1, request));
        assertThat(serializer.deserialize(2, Arrays.copyOf(bytes, bytes.length - OBSERVED - WORDS - BOOK)))
                .isEqualTo(request);
    }

    @Test
    void readsTheFirstVersionWhichKnewReservationsOnly() throws IOException {
        byte[] bytes = serializer.serialize(request);
        int more = Integer.BYTES + "reservation".length() + Integer.BYTES + OBSERVED + WORDS + BOOK;
        assertThat(serializer.deserialize(1, Arrays.copyOf(bytes, bytes.length - more)))
                .isEqualTo(request);
    }

    @Test
    void refusesAnUnknownLever() throws IOException {
        byte[] bytes = serializer.serialize(request);
        bytes[bytes.length - Integer.BYTES - OBSERVED - WORDS - BOOK - 1] = 'x';
        assertThatThrownBy(() -> serializer.deserialize(5, bytes)).hasMessageContaining("unknown lever");
    }

    @Test
    void refusesUnknownVersions() throws IOException {
        byte[] bytes = serializer.serialize(request);
        assertThatThrownBy(() -> serializer.deserialize(6, bytes)).hasMessageContaining("unknown version 6");
    }

    @Test
    void refusesTrailingAndMissingBytes() throws IOException {
        byte[] bytes = serializer.serialize(request);
        assertThatThrownBy(() -> serializer.deserialize(5, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> serializer.deserialize(5, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IOException.class);
    }
}
