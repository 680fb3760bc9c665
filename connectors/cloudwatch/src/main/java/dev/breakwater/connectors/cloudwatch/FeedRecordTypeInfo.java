package dev.breakwater.connectors.cloudwatch;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's description of {@link FeedRecord}: one opaque value with its own serializer. */
final class FeedRecordTypeInfo extends TypeInformation<FeedRecord> {
    static final FeedRecordTypeInfo INSTANCE = new FeedRecordTypeInfo();

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
    public Class<FeedRecord> getTypeClass() {
        return FeedRecord.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<FeedRecord> createSerializer(SerializerConfig config) {
        return FeedRecordSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "FeedRecord";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeedRecordTypeInfo;
    }

    @Override
    public int hashCode() {
        return FeedRecordTypeInfo.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof FeedRecordTypeInfo;
    }
}
