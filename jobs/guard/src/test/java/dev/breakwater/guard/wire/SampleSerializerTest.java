package dev.breakwater.guard.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Sample;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SampleSerializerTest {

    private static final Sample SAMPLE = sample("checkout", MetricRole.MILLISECONDS);
    private static final String STORED = """
            014462106e001f3131313132323232333333337c65752d776573742d317c636865636b6f7574020000000001ba81400000000001\
            ba81410000000001ba81360000000001ba813b40160000000000004018000000000000""";

    private final SampleSerializer serializer = new SampleSerializer();

    @Test
    void writesTheLayoutThatIsStoredAndReadsIt() throws IOException {
        assertThat(HexFormat.of().formatHex(written(SAMPLE))).isEqualTo(STORED);
        assertThat(read(HexFormat.of().parseHex(STORED))).isEqualTo(SAMPLE);
    }

    @Test
    void givesTheSameKeyForTheSameFunctionAndAnotherForOneWhoseHashIsTheSame() throws IOException {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        FunctionKey first = read(written(sample("Aa", MetricRole.ERRORS))).function();
        assertThat(read(written(sample("Aa", MetricRole.MILLISECONDS))).function())
                .isSameAs(first);
        assertThat(read(written(sample("BB", MetricRole.ERRORS))).function().name())
                .isEqualTo("BB");
        assertThat(read(written(sample("Aa", MetricRole.ERRORS))).function().name())
                .isEqualTo("Aa");
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatThrownBy(() -> read(new byte[] {2, 0, 0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }

    private static Sample sample(String function, MetricRole metric) {
        return new Sample(
                "111122223333", "eu-west-1", function, metric, 29_000_000, 29_000_001, 28_999_990, 28_999_995, 5.5, 6);
    }

    private byte[] written(Sample s) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(s, out);
        return out.getCopyOfBuffer();
    }

    private Sample read(byte[] bytes) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Sample read = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return read;
    }
}
