package dev.breakwater.connectors.cloudwatch;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Lets Flink's type extraction find {@link FeedRecordTypeInfo}. */
public final class FeedRecordTypeFactory extends TypeInfoFactory<FeedRecord> {
    @Override
    public TypeInformation<FeedRecord> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
        return FeedRecordTypeInfo.INSTANCE;
    }
}
