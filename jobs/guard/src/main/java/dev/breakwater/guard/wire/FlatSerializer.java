package dev.breakwater.guard.wire;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;

/**
 * Serializes a flat state class in packed form. The public fields of such a class are numbers, booleans, enum
 * constants, arrays of numbers, or parts that are flat too. A backend on disk copies a function's state of some
 * kilobytes every minute. The packed form is smaller, because most numbers are similar to the number before them.
 *
 * <p>The list of fields is stored once for all states. A new field keeps its constructor's value, and a removed field
 * is skipped. The type of a field never changes.
 *
 * <p>A serializer has a buffer, so only one thread may use it. Flink calls {@link #duplicate()} for each thread.
 */
public final class FlatSerializer<T> extends TypeSerializer<T> {

    private final Class<T> type;
    private final List<String> layout;
    private transient FlatField[] fields;
    private transient Packed packed;

    public FlatSerializer(Class<T> type) {
        this(type, FlatField.layoutOf(type));
    }

    /** Creates a serializer for state that was stored with these fields. */
    FlatSerializer(Class<T> type, List<String> layout) {
        this.type = type;
        this.layout = List.copyOf(layout);
    }

    private void prepare() {
        if (fields != null) return;
        FlatField[] all = new FlatField[layout.size()];
        for (int i = 0; i < all.length; i++) all[i] = FlatField.of(type, layout.get(i), i == 0 ? null : all[i - 1]);
        fields = all;
        packed = new Packed();
    }

    @Override
    public void serialize(T state, DataOutputView out) throws IOException {
        prepare();
        packed.reset(0);
        try {
            Object part = state;
            for (FlatField f : fields) {
                part = f.part(state, part);
                f.write(part, packed);
            }
        } catch (IllegalAccessException e) {
            throw new IOException(e);
        }
        out.writeInt(packed.at);
        out.write(packed.bytes, 0, packed.at);
    }

    @Override
    public T deserialize(DataInputView in) throws IOException {
        prepare();
        int length = in.readInt();
        packed.reset(length);
        in.readFully(packed.bytes, 0, length);
        T state = createInstance();
        try {
            Object part = state;
            for (FlatField f : fields) {
                part = f.part(state, part);
                f.read(part, packed);
            }
        } catch (IllegalAccessException e) {
            throw new IOException(e);
        }
        return state;
    }

    @Override
    public T copy(T from) {
        prepare();
        T to = createInstance();
        try {
            for (FlatField f : fields) f.copy(from, to);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return to;
    }

    @Override
    public T createInstance() {
        return InstantiationUtil.instantiate(type);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return new FlatSerializer<>(type, layout);
    }

    @Override
    public T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public T deserialize(T reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        int length = in.readInt();
        out.writeInt(length);
        out.write(in, length);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlatSerializer<?> that && that.type == type && that.layout.equals(layout);
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        Snapshot<T> snapshot = new Snapshot<>();
        snapshot.type = type;
        snapshot.layout = layout;
        return snapshot;
    }

    /**
     * The description of this serializer that Flink stores with state. The description has the class and its fields.
     */
    public static final class Snapshot<T> implements TypeSerializerSnapshot<T> {

        private static final int VERSION = 1;

        private Class<T> type;
        private List<String> layout;

        @Override
        public int getCurrentVersion() {
            return VERSION;
        }

        @Override
        public void writeSnapshot(DataOutputView out) throws IOException {
            out.writeUTF(type.getName());
            out.writeUTF(String.join("\n", layout));
        }

        @Override
        public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
            if (version != VERSION) throw new IOException("state of version " + version + ", not " + VERSION);
            type = named(in.readUTF(), loader);
            layout = List.of(in.readUTF().split("\n"));
        }

        @SuppressWarnings("unchecked")
        private static <T> Class<T> named(String name, ClassLoader loader) throws IOException {
            try {
                return (Class<T>) Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                throw new IOException("the class of this state no longer exists: " + name, e);
            }
        }

        @Override
        public TypeSerializer<T> restoreSerializer() {
            return new FlatSerializer<>(type, layout);
        }

        /**
         * Reads older state with the serializer that wrote it, and writes it again. The heap backend reads and rewrites
         * older state by itself.
         */
        @Override
        public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
            if (!(old instanceof Snapshot<T> before)) return TypeSerializerSchemaCompatibility.incompatible();
            return before.type == type && before.layout.equals(layout)
                    ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
        }
    }
}
