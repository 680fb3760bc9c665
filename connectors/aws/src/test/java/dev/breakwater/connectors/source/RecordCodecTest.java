package dev.breakwater.connectors.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests that unknown state is refused, because every kind of state relies on this. */
class RecordCodecTest {

    record Part(String text, Map<String, String> map) {
        /** Hides a null, as some accessors do. */
        @Override
        public Map<String, String> map() {
            return map == null ? Map.of() : map;
        }

        boolean known() {
            return map != null;
        }
    }

    record Whole(
            int n,
            long l,
            double d,
            boolean b,
            TimeUnit unit,
            Part part,
            List<Part> parts,
            List<Long> numbers,
            Set<String> names,
            Map<Part, Long> counts,
            ByteBuffer bytes) {}

    record Floats(float[] all) {}

    private static final Part PART = new Part("a|é|\u0000" + "x".repeat(70_000), Map.of("k", "v"));
    private static final Part NULLS = new Part(null, null);
    private static final Whole WHOLE = new Whole(
            -1,
            1L << 40,
            -0.5,
            true,
            TimeUnit.DAYS,
            NULLS,
            List.of(PART, NULLS),
            List.of(7L, -7L),
            Set.of("a", "b"),
            Map.of(new Part("p", Map.of()), 3L),
            ByteBuffer.wrap(new byte[] {1, 2}));

    private final RecordCodec<Whole> codec = new RecordCodec<>("a whole", 3, Whole.class);

    @Test
    void readsWhatItWrites() throws IOException {
        Whole read = codec.deserialize(codec.getVersion(), codec.serialize(WHOLE));
        assertThat(read).isEqualTo(WHOLE);
        assertThat(read.part().known()).isFalse();
    }

    @Test
    void keepsWhichFloatsAreUnknown() throws IOException {
        RecordCodec<Floats> floats = new RecordCodec<>("floats", 1, Floats.class);
        float[] all = new float[800];
        Arrays.fill(all, Float.NaN);
        all[0] = 0;
        all[799] = 2.5f;
        byte[] bytes = floats.serialize(new Floats(all));
        assertThat(bytes).hasSizeLessThan(120);
        assertThat(floats.deserialize(1, bytes).all()).containsExactly(all);
    }

    @Test
    void refusesOtherVersions() {
        byte[] bytes = codec.serialize(WHOLE);
        assertThatIOException()
                .isThrownBy(() -> codec.deserialize(4, bytes))
                .withMessage("a whole of unknown version 4, this is 3");
        assertThatIOException()
                .isThrownBy(() -> codec.deserialize(2, bytes))
                .withMessage("a whole of unknown version 2, this is 3");
    }

    @Test
    void refusesBytesThatAreMissingAndBytesThatAreTooMany() {
        byte[] bytes = codec.serialize(new Whole(1, 2, 3, true, null, null, List.of(NULLS), null, null, null, null));
        assertThatIOException()
                .isThrownBy(() -> codec.deserialize(3, Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessage("a whole with bytes after its end");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatIOException().isThrownBy(() -> codec.deserialize(3, cut)).withMessage("a whole is damaged");
        }
    }
}
