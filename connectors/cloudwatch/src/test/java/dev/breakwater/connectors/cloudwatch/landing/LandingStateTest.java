package dev.breakwater.connectors.cloudwatch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Lines;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import dev.breakwater.connectors.cloudwatch.parse.ByteSource.DeliveryKey;
import dev.breakwater.connectors.source.SingleSplitSource.SingleSplitEnumerator;
import dev.breakwater.connectors.source.SingleSplitSource.SingleSplitStateSerializer;
import dev.breakwater.model.MetricRole;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LandingStateTest {
    private static final LandingSplit SPLIT = new LandingSplit(
            List.of(
                    new FolderState(
                            "/in",
                            "2026/a.gz",
                            4711,
                            12,
                            Lines.BASE,
                            List.of(1L, 0L, 7L),
                            Map.of("X", 3L),
                            List.of(),
                            new FolderState.Seen("2026/a.gz", Map.of())),
                    FolderState.fresh("/other")),
            List.of(
                    new ArrivalClock.State("111122223333", "eu-west-1", Lines.BASE, 0b1010),
                    new ArrivalClock.State("444455556666", "us-east-1", Lines.BASE - 20, 0)),
            List.of("X", "Y{Z}"));

    private final SimpleVersionedSerializer<LandingSplit> splits =
            LandingSource.nowhere().getSplitSerializer();
    private final SingleSplitStateSerializer<LandingSplit> states = new SingleSplitStateSerializer<>(splits);

    @Test
    void keepsThePosition() throws IOException {
        assertThat(splits.deserialize(splits.getVersion(), splits.serialize(SPLIT)))
                .isEqualTo(SPLIT);
    }

    @Test
    void keepsTheSamplesHeldBack() throws IOException {
        Datapoint sample = new Datapoint("111122223333", "eu-west-1", "f", MetricRole.ERRORS, Lines.BASE, 4, 2.5, 1);
        Reject refusal = new Reject("a", 3, RejectReason.AHEAD_OF_FEED, "d", 9, "ff", "p", 1, false);
        FolderState.Held held = new FolderState.Held(sample, refusal);
        FolderState folder = new FolderState(
                "/in", "a", 9, 1, 7, List.of(), Map.of(), List.of(held, held), new FolderState.Seen("a", Map.of()));
        LandingSplit split = new LandingSplit(List.of(folder), List.of(), List.of());
        assertThat(splits.deserialize(1, splits.serialize(split))).isEqualTo(split);
    }

    @Test
    void keepsTheDeliveriesThatWereReadAndTheGreatestName() throws IOException {
        FolderState.Seen seen = new FolderState.Seen("b", Map.of(new DeliveryKey(1, -2), 3L));
        FolderState folder = new FolderState("/in", "a", 9, 1, 7, List.of(), Map.of(), List.of(), seen);
        LandingSplit split = new LandingSplit(List.of(folder), List.of(), List.of());
        assertThat(splits.deserialize(1, splits.serialize(split))).isEqualTo(split);
    }

    @Test
    void keepsWhetherTheSplitIsPending() throws IOException {
        for (LandingSplit pending : Arrays.asList(SPLIT, null)) {
            SingleSplitEnumerator.State<LandingSplit> state = new SingleSplitEnumerator.State<>(pending);
            assertThat(states.deserialize(states.getVersion(), states.serialize(state)))
                    .isEqualTo(state);
        }
    }

    @Test
    void refusesUnknownVersionsTrailingBytesAndMissingBytes() throws IOException {
        byte[] bytes = splits.serialize(SPLIT);
        assertThatIOException().isThrownBy(() -> splits.deserialize(5, bytes)).withMessageContaining("version 5");
        assertThatIOException().isThrownBy(() -> splits.deserialize(1, Arrays.copyOf(bytes, bytes.length + 1)));
        assertThatIOException().isThrownBy(() -> splits.deserialize(1, Arrays.copyOf(bytes, bytes.length - 1)));
        byte[] state = states.serialize(new SingleSplitEnumerator.State<>(SPLIT));
        assertThatIOException().isThrownBy(() -> states.deserialize(2, state));
        assertThatIOException().isThrownBy(() -> states.deserialize(1, Arrays.copyOf(state, state.length + 1)));
        assertThatIOException().isThrownBy(() -> states.deserialize(1, new byte[] {0, 0}));
    }

    @Test
    void keepsEveryKindOfRecordAcrossTheWire() throws IOException {
        Datapoint sample =
                new Datapoint("111122223333", "eu-west-1", "f", MetricRole.MILLISECONDS, Lines.BASE, 4, 2.5, 1);
        Reject reject = new Reject("a", 3, RejectReason.BAD_NAME, "d", 9, "ff", "p", 5, true);
        List<FeedRecord> records = List.of(
                FeedRecord.sample(sample, Lines.BASE + 1),
                FeedRecord.late(sample, Lines.BASE + 30),
                FeedRecord.reject(reject, Lines.BASE),
                FeedRecord.advance("111122223333", "eu-west-1", Lines.BASE, Lines.BASE + 4),
                FeedRecord.alive("", "", Lines.BASE + 2, Lines.BASE + 4));
        var serializer = FeedRecord.typeInformation().createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        for (FeedRecord r : records) {
            serializer.serialize(r, out);
        }
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        DataOutputSerializer again = new DataOutputSerializer(64);
        for (FeedRecord r : records) {
            FeedRecord read = serializer.deserialize(in);
            assertThat(read).isEqualTo(r);
            serializer.serialize(read, again);
        }
        assertThat(again.getCopyOfBuffer()).isEqualTo(out.getCopyOfBuffer());
        assertThat(in.available()).isZero();
    }
}
