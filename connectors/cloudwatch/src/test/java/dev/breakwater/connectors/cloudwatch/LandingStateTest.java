package dev.breakwater.connectors.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LandingStateTest {
    private static final LandingSplit SPLIT = new LandingSplit(
            List.of(
                    new FolderState("/in", "2026/a.gz", 4711, 12, Lines.BASE, List.of(1L, 0L, 7L), Map.of("X", 3L)),
                    FolderState.fresh("/other")),
            Lines.BASE,
            0b1010,
            List.of("X", "Y{Z}"));

    private final LandingSplitSerializer splits = new LandingSplitSerializer();
    private final LandingEnumeratorStateSerializer states = new LandingEnumeratorStateSerializer();

    @Test
    void keepsThePosition() throws IOException {
        assertThat(splits.deserialize(splits.getVersion(), splits.serialize(SPLIT)))
                .isEqualTo(SPLIT);
    }

    @Test
    void keepsWhetherTheSplitIsPending() throws IOException {
        for (LandingSplit pending : Arrays.asList(SPLIT, null)) {
            LandingEnumerator.State state = new LandingEnumerator.State(pending);
            assertThat(states.deserialize(states.getVersion(), states.serialize(state)))
                    .isEqualTo(state);
        }
    }

    @Test
    void refusesUnknownVersionsTrailingBytesAndMissingBytes() throws IOException {
        byte[] bytes = splits.serialize(SPLIT);
        assertThatIOException().isThrownBy(() -> splits.deserialize(2, bytes)).withMessageContaining("version 2");
        assertThatIOException().isThrownBy(() -> splits.deserialize(1, Arrays.copyOf(bytes, bytes.length + 1)));
        assertThatIOException().isThrownBy(() -> splits.deserialize(1, Arrays.copyOf(bytes, bytes.length - 1)));
        byte[] state = states.serialize(new LandingEnumerator.State(SPLIT));
        assertThatIOException().isThrownBy(() -> states.deserialize(2, state));
        assertThatIOException().isThrownBy(() -> states.deserialize(1, Arrays.copyOf(state, state.length + 1)));
        assertThatIOException().isThrownBy(() -> states.deserialize(1, new byte[0]));
        assertThatIOException().isThrownBy(() -> states.deserialize(1, new byte[] {0, 0}));
    }

    @Test
    void keepsEveryKindOfRecordAcrossTheWire() throws IOException {
        Sample sample = new Sample("111122223333", "eu-west-1", "f", LambdaMetric.DURATION, Lines.BASE, 4, 2.5, 1);
        Reject reject = new Reject("a", 3, RejectReason.BAD_NAME, "d", 9, "ff", "p", 5, true);
        List<FeedRecord> records = List.of(
                FeedRecord.sample(sample, Lines.BASE + 1),
                FeedRecord.late(sample, Lines.BASE + 30),
                FeedRecord.reject(reject, Lines.BASE),
                FeedRecord.advance(Lines.BASE, Lines.BASE + 4),
                FeedRecord.alive(Lines.BASE + 2, Lines.BASE + 4));
        DataOutputSerializer out = new DataOutputSerializer(64);
        for (FeedRecord r : records) {
            FeedRecordSerializer.INSTANCE.serialize(r, out);
        }
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        DataOutputSerializer again = new DataOutputSerializer(64);
        for (FeedRecord r : records) {
            FeedRecord read = FeedRecordSerializer.INSTANCE.deserialize(in);
            assertThat(read).isEqualTo(r);
            FeedRecordSerializer.INSTANCE.serialize(read, again);
        }
        assertThat(again.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
        assertThat(in.available()).isZero();
    }
}
