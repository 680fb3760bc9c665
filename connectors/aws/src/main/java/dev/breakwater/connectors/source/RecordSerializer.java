package dev.breakwater.connectors.source;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializes a type of records by {@link RecordCodec}, instead of Kryo. */
public final class RecordSerializer<T extends Record> extends ImmutableSerializer<T> {

    private final Class<T> type;

    public RecordSerializer(Class<T> type) {
        this.type = type;
    }

    private RecordCodec<T> codec() {
        return new RecordCodec<>(type.getSimpleName(), 1, type);
    }

    @Override
    public T createInstance() {
        return null;
    }

    @Override
    public void serialize(T value, DataOutputView out) throws IOException {
        codec().write(value, out);
    }

    @Override
    public T deserialize(DataInputView in) throws IOException {
        return codec().read(in);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordSerializer<?> that && that.type == type;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        Snapshot<T> snapshot = new Snapshot<>();
        snapshot.type = type;
        return snapshot;
    }

    /** The snapshot that Flink keeps with state: the name of the record's class. */
    public static final class Snapshot<T extends Record> implements TypeSerializerSnapshot<T> {

        private Class<T> type;

        @Override
        public int getCurrentVersion() {
            return 1;
        }

        @Override
        public void writeSnapshot(DataOutputView out) throws IOException {
            out.writeUTF(type.getName());
        }

        @Override
        @SuppressWarnings("unchecked")
        public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
            try {
                type = (Class<T>) Class.forName(in.readUTF(), false, loader);
            } catch (ClassNotFoundException e) {
                throw new IOException("the state has a record of an unknown class", e);
            }
        }

        @Override
        public TypeSerializer<T> restoreSerializer() {
            return new RecordSerializer<>(type);
        }

        @Override
        public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
            return old instanceof Snapshot<T> that && that.type == type
                    ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : TypeSerializerSchemaCompatibility.incompatible();
        }
    }

    /** Lets Flink's type extraction find the serializer of a record with the annotation {@code TypeInfo}. */
    public static final class Factory extends TypeInfoFactory<Record> {
        @Override
        @SuppressWarnings("unchecked")
        public TypeInformation<Record> createTypeInfo(Type type, Map<String, TypeInformation<?>> parameters) {
            Class<Record> record = (Class<Record>) type;
            return new RecordSerializer<>(record).describing(record);
        }
    }
}
