package dev.breakwater.connectors.lambda.inventory;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's description of {@link InventoryChange}: one opaque value with its own serializer. */
final class InventoryChangeTypeInfo extends TypeInformation<InventoryChange> {
    static final InventoryChangeTypeInfo INSTANCE = new InventoryChangeTypeInfo();

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<InventoryChange> getTypeClass() {
        return InventoryChange.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<InventoryChange> createSerializer(SerializerConfig config) {
        return InventoryChangeSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "InventoryChange";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InventoryChangeTypeInfo;
    }

    @Override
    public int hashCode() {
        return InventoryChangeTypeInfo.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof InventoryChangeTypeInfo;
    }
}
