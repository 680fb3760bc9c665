package dev.breakwater.guard.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.guard.wire.Samples.SamplesSerializer;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Sample;
import java.io.IOException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SamplesSerializerTest {

    private static final Samples SAMPLES = new Samples(List.of(
            sample(MetricRole.CALLS, 29_000_000, 6),
            sample(MetricRole.MILLISECONDS, 29_000_000, 5.5),
            sample(MetricRole.ERRORS, 7, 0)));
    private static final String STORED = """
            014462106e001f3131313132323232333333337c65752d776573742d317c636865636b6f75740000000001ba81410000000001ba\
            81360000000001ba813b03000000000001ba8140401800000000000040180000000000000200000000""";

    private final SamplesSerializer serializer = new SamplesSerializer();

    @Test
    void readsWhatItWrites() throws IOException {
        assertThat(read(written(SAMPLES))).isEqualTo(SAMPLES);
        assertThat(HexFormat.of().formatHex(written(SAMPLES))).startsWith(STORED);
    }

    @Test
    void readsAChangeOfTheInventoryToo() throws IOException {
        Samples change = Samples.of(FleetChange.gone("111122223333|eu-west-1|checkout", 7));
        assertThat(read(written(change))).isEqualTo(change);
        assertThat(change.function()).isEqualTo(SAMPLES.function());
    }

    @Test
    void takesAsManyAsGoTogether() throws IOException {
        Samples most =
                new Samples(Collections.nCopies(Samples.MOST, SAMPLES.all().get(0)));
        assertThat(read(written(most))).isEqualTo(most);
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatThrownBy(() -> read(new byte[] {3, 0, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 3");
    }

    private static Sample sample(MetricRole metric, long minute, double value) {
        return new Sample(
                "111122223333", "eu-west-1", "checkout", metric, minute, 29_000_001, 28_999_990, 28_999_995, value, 6);
    }

    private byte[] written(Samples s) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(s, out);
        return out.getCopyOfBuffer();
    }

    private Samples read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Samples read = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return read;
    }
}
