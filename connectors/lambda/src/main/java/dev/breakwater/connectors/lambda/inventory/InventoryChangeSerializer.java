package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.model.Scope;
import dev.breakwater.model.Lever.LeverKind;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.Kind;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.LimitReading;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.Seen;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.source.ImmutableSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Writes changes. Changes are immutable, so a copy of a change is the change itself. */
public final class InventoryChangeSerializer extends ImmutableSerializer<InventoryChange> {
    static final InventoryChangeSerializer INSTANCE = new InventoryChangeSerializer();
    private static final Kind[] KINDS = Kind.values();

    @Override
    public InventoryChange createInstance() {
        return InventoryChange.of(Kind.GAP, Scope.account("", ""), "", 0);
    }

    @Override
    public void serialize(InventoryChange change, DataOutputView out) throws IOException {
        out.writeByte(change.kind().ordinal());
        StringValue.writeString(change.scope().id(), out);
        out.writeLong(change.atMillis());
        switch (change.kind()) {
            case FOUND, CHANGED -> write(change.seen(), out);
            case LIMITS -> {
                out.writeInt(change.limits().concurrent());
                out.writeInt(change.limits().unreserved());
            }
            case MARKED -> write(change.reading(), out);
            case GONE, UNUSED, GAP, GAP_CLOSED -> StringValue.writeString(change.text(), out);
        }
    }

    @Override
    public InventoryChange deserialize(DataInputView in) throws IOException {
        Kind kind = KINDS[in.readByte()];
        Scope scope = Scope.parse(StringValue.readString(in));
        long at = in.readLong();
        return switch (kind) {
            case FOUND, CHANGED -> InventoryChange.seen(kind, readSeen(scope, in), at);
            case LIMITS -> InventoryChange.limits(scope, new AccountLimits(in.readInt(), in.readInt()), at);
            case MARKED -> InventoryChange.marked(scope, readReading(in), at);
            case GONE, UNUSED, GAP, GAP_CLOSED -> InventoryChange.of(kind, scope, StringValue.readString(in), at);
        };
    }

    @Override
    public TypeSerializerSnapshot<InventoryChange> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void write(Seen seen, DataOutputView out) throws IOException {
        FunctionDescription f = seen.function();
        out.writeInt(f.memoryMb());
        StringValue.writeString(f.architecture(), out);
        out.writeInt(f.timeoutSeconds());
        out.writeInt(f.reservation());
        out.writeLong(f.lastModifiedMillis());
        writeTags(f.tags(), out);
        out.writeInt(f.ephemeralMb());
        out.writeInt(f.provisioned());
        out.writeByte(seen.unknown());
        out.writeBoolean(seen.first());
        out.writeInt(seen.triggers().size());
        for (TriggerMapping trigger : seen.triggers()) {
            StringValue.writeString(trigger.uuid(), out);
            StringValue.writeString(trigger.source(), out);
            StringValue.writeString(trigger.state(), out);
            out.writeInt(trigger.maximumConcurrency());
            writeTags(trigger.tags(), out);
        }
    }

    private static void write(LimitReading reading, DataOutputView out) throws IOException {
        StringValue.writeString(reading.lever().wire(), out);
        StringValue.writeString(reading.mapping(), out);
        out.writeInt(reading.value());
        writeTags(reading.tags(), out);
        out.writeLong(reading.handsOffUntil());
        out.writeBoolean(reading.news());
    }

    private static LimitReading readReading(DataInputView in) throws IOException {
        LeverKind lever = LeverKind.of(StringValue.readString(in));
        String mapping = StringValue.readString(in);
        return new LimitReading(lever, mapping, in.readInt(), readTags(in), in.readLong(), in.readBoolean());
    }

    private static void writeTags(Map<String, String> tags, DataOutputView out) throws IOException {
        out.writeInt(tags.size());
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            StringValue.writeString(tag.getKey(), out);
            StringValue.writeString(tag.getValue(), out);
        }
    }

    private static Seen readSeen(Scope scope, DataInputView in) throws IOException {
        FunctionDescription function = new FunctionDescription(
                scope,
                in.readInt(),
                StringValue.readString(in),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                readTags(in),
                in.readInt(),
                in.readInt());
        int unknown = in.readByte();
        boolean first = in.readBoolean();
        List<TriggerMapping> triggers = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            triggers.add(new TriggerMapping(
                    StringValue.readString(in),
                    scope.key(),
                    StringValue.readString(in),
                    StringValue.readString(in),
                    in.readInt(),
                    readTags(in)));
        }
        return new Seen(function, triggers, unknown, first);
    }

    private static Map<String, String> readTags(DataInputView in) throws IOException {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int n = in.readInt(); n > 0; n--) {
            tags.put(StringValue.readString(in), StringValue.readString(in));
        }
        return tags;
    }

    /** The snapshot that Flink keeps with state. It has no parameters. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<InventoryChange> {
        /** Called by Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
