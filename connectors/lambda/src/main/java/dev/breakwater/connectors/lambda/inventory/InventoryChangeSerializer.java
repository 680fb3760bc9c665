package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.InventoryChange.Kind;
import dev.breakwater.connectors.source.ImmutableSerializer;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.model.Scope;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes changes. Changes are immutable, so a copy of a change is the change itself. */
public final class InventoryChangeSerializer extends ImmutableSerializer<InventoryChange> {
    static final InventoryChangeSerializer INSTANCE = new InventoryChangeSerializer();
    private static final RecordCodec<InventoryChange> CODEC =
            new RecordCodec<>("inventory change", 1, InventoryChange.class);

    @Override
    public InventoryChange createInstance() {
        return InventoryChange.of(Kind.GAP, Scope.account("", ""), "", 0);
    }

    @Override
    public void serialize(InventoryChange change, DataOutputView out) throws IOException {
        CODEC.write(change, out);
    }

    @Override
    public InventoryChange deserialize(DataInputView in) throws IOException {
        return CODEC.read(in);
    }

    @Override
    public TypeSerializerSnapshot<InventoryChange> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The snapshot that Flink keeps with state. It has no parameters. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<InventoryChange> {
        /** Called by Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
