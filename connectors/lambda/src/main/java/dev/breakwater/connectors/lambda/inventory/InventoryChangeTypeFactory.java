package dev.breakwater.connectors.lambda.inventory;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Lets Flink's type extraction find {@link InventoryChangeTypeInfo}. */
public final class InventoryChangeTypeFactory extends TypeInfoFactory<InventoryChange> {
    @Override
    public TypeInformation<InventoryChange> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
        return InventoryChangeTypeInfo.INSTANCE;
    }
}
