package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.AccountLimits;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LimitKind;
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
    private static final InventoryChange.Kind[] KINDS = InventoryChange.Kind.values();
    private static final LimitKind[] LEVERS = LimitKind.values();

    @Override
    public InventoryChange createInstance() {
        return InventoryChange.of(InventoryChange.Kind.GAP, "", "", "", "", 0);
    }

    @Override
    public void serialize(InventoryChange change, DataOutputView out) throws IOException {
        out.writeByte(change.kind().ordinal());
        StringValue.writeString(change.account(), out);
        StringValue.writeString(change.region(), out);
        StringValue.writeString(change.name(), out);
        StringValue.writeString(change.text(), out);
        out.writeBoolean(change.first());
        out.writeLong(change.atMillis());
        out.writeBoolean(change.limits() != null);
        if (change.limits() != null) {
            out.writeInt(change.limits().concurrent());
            out.writeInt(change.limits().unreserved());
        }
        out.writeBoolean(change.function() != null);
        if (change.function() != null) {
            writeFunction(change, out);
        }
        if (change.kind() == InventoryChange.Kind.MARKED) writeReading(change.reading(), out);
    }

    @Override
    public InventoryChange deserialize(DataInputView in) throws IOException {
        InventoryChange.Kind kind = KINDS[in.readByte()];
        String account = StringValue.readString(in);
        String region = StringValue.readString(in);
        String name = StringValue.readString(in);
        String text = StringValue.readString(in);
        boolean first = in.readBoolean();
        long at = in.readLong();
        if (in.readBoolean()) {
            AccountLimits limits = new AccountLimits(in.readInt(), in.readInt());
            in.readBoolean();
            return InventoryChange.limits(account, region, limits, at);
        }
        if (in.readBoolean()) {
            return readFunction(kind, new FunctionRef(account, region, name), first, at, in);
        }
        if (kind == InventoryChange.Kind.MARKED) {
            return InventoryChange.marked(account, region, name, readReading(in), at);
        }
        return InventoryChange.of(kind, account, region, name, text, at);
    }

    @Override
    public TypeSerializerSnapshot<InventoryChange> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void writeFunction(InventoryChange change, DataOutputView out) throws IOException {
        FunctionDescription f = change.function();
        out.writeInt(f.memoryMb());
        StringValue.writeString(f.architecture(), out);
        out.writeInt(f.timeoutSeconds());
        out.writeInt(f.reservation());
        out.writeLong(f.lastModifiedMillis());
        writeTags(f.tags(), out);
        out.writeInt(f.ephemeralMb());
        out.writeInt(f.provisioned());
        out.writeByte(change.unknown());
        out.writeInt(change.triggers().size());
        for (TriggerMapping trigger : change.triggers()) {
            StringValue.writeString(trigger.uuid(), out);
            StringValue.writeString(trigger.source(), out);
            StringValue.writeString(trigger.state(), out);
            out.writeInt(trigger.maximumConcurrency());
            writeTags(trigger.tags(), out);
        }
    }

    private static void writeReading(LimitReading reading, DataOutputView out) throws IOException {
        out.writeByte(reading.lever().ordinal());
        StringValue.writeString(reading.mapping(), out);
        out.writeInt(reading.value());
        writeTags(reading.tags(), out);
        out.writeLong(reading.handsOffUntil());
        out.writeBoolean(reading.news());
    }

    private static LimitReading readReading(DataInputView in) throws IOException {
        LimitKind lever = LEVERS[in.readByte()];
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

    private static InventoryChange readFunction(
            InventoryChange.Kind kind, FunctionRef ref, boolean first, long at, DataInputView in) throws IOException {
        FunctionDescription function = new FunctionDescription(
                ref,
                in.readInt(),
                StringValue.readString(in),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                readTags(in),
                in.readInt(),
                in.readInt());
        int unknown = in.readByte();
        List<TriggerMapping> triggers = new ArrayList<>();
        for (int n = in.readInt(); n > 0; n--) {
            triggers.add(new TriggerMapping(
                    StringValue.readString(in),
                    ref.function(),
                    StringValue.readString(in),
                    StringValue.readString(in),
                    in.readInt(),
                    readTags(in)));
        }
        return InventoryChange.seen(kind, function, triggers, unknown, first, at);
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
