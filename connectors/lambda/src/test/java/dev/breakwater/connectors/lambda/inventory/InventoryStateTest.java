package dev.breakwater.connectors.lambda.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventorySplit;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.lambda.inventory.PlaceMemory.PlaceFact;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.Sighting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class InventoryStateTest {

    private static final PlaceSplit SPLIT = new PlaceSplit(
            "123456789012",
            "eu-west-1",
            PlaceSplit.packed(List.of(new PlaceSplit.KnownFunction("checkout", 1, 2, 3, -1, 4, 6, true, 5))),
            List.of(new PlaceSplit.KnownMark(true, "checkout", 6), new PlaceSplit.KnownMark(false, "m-1", 7)),
            Map.of("lambda:ListTags", "DENIED"),
            new AccountLimits(1_000, 900),
            true);

    private final RecordCodec<PlaceSplit> splits = new RecordCodec<>("inventory split", 1, PlaceSplit.class);
    private final RecordCodec<InventorySplit> states = new RecordCodec<>("inventory", 1, InventorySplit.class);

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(splits.deserialize(1, splits.serialize(SPLIT))).isEqualTo(SPLIT);
        PlaceSplit fresh = PlaceSplit.fresh(FakePlace.PLACE);
        assertThat(splits.deserialize(1, splits.serialize(fresh))).isEqualTo(fresh);
        InventorySplit state = new InventorySplit(List.of(SPLIT, fresh));
        assertThat(states.deserialize(1, states.serialize(state))).isEqualTo(state);
    }

    @Test
    void refusesUnknownVersionsTrailingBytesAndMissingBytes() throws IOException {
        byte[] bytes = splits.serialize(SPLIT);
        assertThatIOException().isThrownBy(() -> splits.deserialize(2, bytes)).withMessageContaining("version 2");
        assertThatIOException().isThrownBy(() -> splits.deserialize(1, Arrays.copyOf(bytes, bytes.length + 1)));
        assertThatIOException().isThrownBy(() -> splits.deserialize(1, Arrays.copyOf(bytes, bytes.length - 1)));
        byte[] state = states.serialize(new InventorySplit(List.of(SPLIT)));
        assertThatIOException().isThrownBy(() -> states.deserialize(2, state)).withMessageContaining("version 2");
        assertThatIOException().isThrownBy(() -> states.deserialize(1, Arrays.copyOf(state, state.length + 1)));
        assertThatIOException().isThrownBy(() -> states.deserialize(1, Arrays.copyOf(state, state.length - 1)));
    }

    @Test
    void aFunctionTakesItsNameAndSixtyBytes() throws IOException {
        List<PlaceSplit.KnownFunction> fleet = IntStream.range(0, 1_000)
                .mapToObj(i -> new PlaceSplit.KnownFunction("f" + (1_000 + i), i, i, i, i, i, i, false, i))
                .toList();
        PlaceSplit split = new PlaceSplit("1", "r", PlaceSplit.packed(fleet), List.of(), Map.of(), null, true);
        assertThat(splits.serialize(split)).hasSizeLessThan(1_000 * (5 + 60));
    }

    @Test
    void functionsAreWrittenAgainOnlyWhenOneChangedOrAMinuteWasRead() {
        var listed = new PlaceDirectory.ListedFunction(FakePlace.listed("checkout", 128), "r");
        PlaceFact.Seen seen = new PlaceFact.Seen(listed, Map.of(), 7, List.of(), 0);
        PlaceMemory memory = new PlaceMemory(PlaceSplit.fresh(FakePlace.PLACE));
        memory.take(seen, 1_000_000);
        ByteBuffer first = memory.state().functions();
        memory.take(seen, 1_059_999);
        assertThat(memory.state().functions()).isSameAs(first);
        memory.take(seen, 1_060_000);
        ByteBuffer later = memory.state().functions();
        assertThat(later).isNotEqualTo(first);
        memory.take(new PlaceFact.Seen(listed, Map.of(), 8, List.of(), 0), 1_060_001);
        assertThat(memory.state().functions()).isNotEqualTo(later);
        memory.take(new PlaceFact.Gone("checkout"), 1_060_002);
        assertThat(PlaceSplit.functions(memory.state().functions())).isEmpty();
    }

    @Test
    void everyKindOfChangeCrossesTheWire() throws IOException {
        FakePlace place = new FakePlace()
                .put("a", 256, Map.of("tier", "critical"), 7)
                .map("m", "a", 20)
                .tagMapping("m", Map.of("breakwater:limit", "5"));
        Scope here = Scope.account("1", "r");
        Scope function = Scope.function("1", "r", "a");
        FunctionFacts listed = FakePlace.listed("a", 256);
        FunctionFacts known = listed.with(
                Map.of("tier", "critical"),
                new ReservationFacts(7, false, 9),
                TriggerFacts.UNKNOWN,
                new Capacity(1_024, 3));
        List<InventoryChange> changes = List.of(
                InventoryChange.seen(
                        InventoryChange.Kind.FOUND, new InventoryChange.Seen(known, place.triggers("a"), true), 9),
                InventoryChange.seen(InventoryChange.Kind.CHANGED, new InventoryChange.Seen(listed, null, false), 9),
                InventoryChange.of(InventoryChange.Kind.GONE, function, "", 9),
                InventoryChange.of(InventoryChange.Kind.GAP, here, "lambda:ListTags: no", 9),
                InventoryChange.limits(here, new AccountLimits(1_000, 10), 9),
                InventoryChange.marked(
                        InventoryChange.Kind.MARKED,
                        function,
                        new Sighting("1", "r", "a", new Lever(LeverKind.QUEUE, "m"), "1 set=5", 5, 77, 9)),
                InventoryChange.marked(
                        InventoryChange.Kind.STILL_MARKED,
                        function,
                        new Sighting("1", "r", "a", Lever.RESERVATION, null, -1, 0, 9)));
        var serializer = InventoryChange.typeInformation().createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        for (InventoryChange change : changes) serializer.serialize(change, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        List<InventoryChange> read = new ArrayList<>();
        while (in.available() > 0) read.add(serializer.deserialize(in));
        assertThat(read).isEqualTo(changes);
    }

    @Test
    void placesThatAreNewBeginAfreshAndThoseThatWentAreDropped() {
        InventoryPlace a = place("a");
        InventoryPlace b = place("b");
        InventoryPlace c = place("c");
        PlaceSplit pending = new PlaceSplit("c", "eu-west-1", SPLIT.functions(), List.of(), Map.of(), null, true);
        InventorySplit state = new InventorySplit(List.of(SPLIT, pending));
        InventoryPace pace = InventoryPace.every(60_000);
        try (InventoryReader reader =
                new InventoryReader(List.of(a, b, c), place -> new FakePlace(), pace, new SimpleCounter())) {
            assertThat(reader.snapshotState(1)).isEmpty();
            reader.addSplits(List.of(state));
            assertThat(reader.snapshotState(1))
                    .containsExactly(new InventorySplit(List.of(PlaceSplit.fresh(a), PlaceSplit.fresh(b), pending)));
        }
    }

    private static InventoryPlace place(String account) {
        return new InventoryPlace(account, AwsSettings.of("eu-west-1", "", ""));
    }
}
