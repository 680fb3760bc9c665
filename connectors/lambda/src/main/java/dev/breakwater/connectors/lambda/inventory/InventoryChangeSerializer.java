package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.InventoryChange.Kind;
import dev.breakwater.connectors.lambda.inventory.InventoryChange.Seen;
import dev.breakwater.connectors.lambda.inventory.PlaceDirectory.AccountLimits;
import dev.breakwater.connectors.source.ImmutableSerializer;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Sighting;
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
            case MARKED, STILL_MARKED -> write(change.sighting(), out);
            case GONE, UNUSED, GAP, GAP_CLOSED -> StringValue.writeString(change.text(), out);
        }
    }

    @Override
    public InventoryChange deserialize(DataInputView in) throws IOException {
        Kind kind = KINDS[in.readByte()];
        Scope scope = Scope.parse(StringValue.readString(in));
        long at = in.readLong();
        return switch (kind) {
            case FOUND, CHANGED -> InventoryChange.seen(kind, readSeen(scope, in, at), at);
            case LIMITS -> InventoryChange.limits(scope, new AccountLimits(in.readInt(), in.readInt()), at);
            case MARKED, STILL_MARKED -> InventoryChange.marked(kind, scope, readSighting(scope, in, at));
            case GONE, UNUSED, GAP, GAP_CLOSED -> InventoryChange.of(kind, scope, StringValue.readString(in), at);
        };
    }

    @Override
    public TypeSerializerSnapshot<InventoryChange> snapshotConfiguration() {
        return new Snapshot();
    }

    private static void write(Seen seen, DataOutputView out) throws IOException {
        FunctionFacts f = seen.facts();
        out.writeInt(f.memoryMb());
        StringValue.writeString(f.architecture(), out);
        out.writeInt(f.timeoutSeconds());
        out.writeLong(f.modifiedMillis());
        out.writeInt(f.capacity().ephemeralMb());
        out.writeInt(f.capacity().provisioned());
        out.writeInt(f.reservation().previous());
        out.writeBoolean(f.reservation().sensedAt() >= 0);
        out.writeBoolean(f.tagsRead());
        writeTags(f.tags(), out);
        out.writeBoolean(seen.first());
        out.writeInt(seen.triggers() == null ? -1 : seen.triggers().size());
        if (seen.triggers() == null) return;
        for (TriggerMapping trigger : seen.triggers()) {
            StringValue.writeString(trigger.uuid(), out);
            StringValue.writeString(trigger.source(), out);
            StringValue.writeString(trigger.state(), out);
            out.writeInt(trigger.maximumConcurrency());
            writeTags(trigger.tags(), out);
        }
    }

    private static void write(Sighting seen, DataOutputView out) throws IOException {
        StringValue.writeString(seen.lever().kind().wire(), out);
        StringValue.writeString(seen.lever().mapping(), out);
        StringValue.writeString(seen.tag(), out);
        out.writeInt(seen.value());
        out.writeLong(seen.handsOffUntil());
    }

    private static Sighting readSighting(Scope function, DataInputView in, long at) throws IOException {
        return new Sighting(
                function.account(),
                function.region(),
                function.key(),
                Lever.named(StringValue.readString(in), StringValue.readString(in)),
                StringValue.readString(in),
                in.readInt(),
                in.readLong(),
                at);
    }

    private static void writeTags(Map<String, String> tags, DataOutputView out) throws IOException {
        out.writeInt(tags.size());
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            StringValue.writeString(tag.getKey(), out);
            StringValue.writeString(tag.getValue(), out);
        }
    }

    private static Seen readSeen(Scope function, DataInputView in, long at) throws IOException {
        FunctionFacts listed = FunctionFacts.listed(
                function, in.readInt(), StringValue.readString(in), in.readInt(), in.readLong(), in.readInt());
        Capacity capacity = new Capacity(listed.capacity().ephemeralMb(), in.readInt());
        ReservationFacts reservation = new ReservationFacts(in.readInt(), false, in.readBoolean() ? at : -1);
        boolean tagsRead = in.readBoolean();
        Map<String, String> tags = readTags(in);
        boolean first = in.readBoolean();
        int count = in.readInt();
        List<TriggerMapping> triggers = count < 0 ? null : new ArrayList<>();
        for (int n = count; n > 0; n--) {
            triggers.add(new TriggerMapping(
                    StringValue.readString(in),
                    function.key(),
                    StringValue.readString(in),
                    StringValue.readString(in),
                    in.readInt(),
                    readTags(in)));
        }
        FunctionFacts facts = listed.with(tagsRead ? tags : null, reservation, TriggerFacts.UNKNOWN, capacity);
        return new Seen(facts, triggers, first);
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
