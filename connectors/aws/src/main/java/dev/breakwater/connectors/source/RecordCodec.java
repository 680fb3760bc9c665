package dev.breakwater.connectors.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.types.StringValue;

/**
 * Writes records to checkpoints, component by component, with a version. Other versions and unexpected bytes cause an
 * error, because partly understood state is worse than no state.
 *
 * <p>A component is an int, long, double, boolean, text, enum, record, {@code float[]} or {@link ByteBuffer}, or a list,
 * set or map of these. Enums are written by ordinal. A float that is NaN needs only a bit.
 *
 * @param <T> the type of the record
 */
public final class RecordCodec<T extends Record> implements SimpleVersionedSerializer<T> {

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private final String name;
    private final int version;
    private final Class<T> type;

    /**
     * @param name    the name of the content, for error messages
     * @param version the only version that is read and written
     */
    public RecordCodec(String name, int version, Class<T> type) {
        this.name = name;
        this.version = version;
        this.type = type;
    }

    @Override
    public int getVersion() {
        return version;
    }

    @Override
    public byte[] serialize(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            put(value, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes all bytes", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public T deserialize(int written, byte[] bytes) throws IOException {
        if (written != version) {
            throw new IOException(name + " of unknown version " + written + ", this is " + version);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        T value;
        try {
            value = type.cast(take(type, in));
        } catch (IOException | RuntimeException e) {
            throw new IOException(name + " is damaged", e);
        }
        if (in.read() >= 0) throw new IOException(name + " with bytes after its end");
        return value;
    }

    private static void put(Object value, DataOutput out) throws IOException {
        if (value instanceof Integer n) out.writeInt(n);
        else if (value instanceof Long n) out.writeLong(n);
        else if (value instanceof Double n) out.writeDouble(n);
        else if (value instanceof Boolean b) out.writeBoolean(b);
        else if (value instanceof String text) StringValue.writeString(text, out);
        else {
            out.writeBoolean(value != null);
            if (value != null) putPresent(value, out);
        }
    }

    private static void putPresent(Object value, DataOutput out) throws IOException {
        if (value instanceof Record) {
            for (Field part : SHAPES.get(value.getClass()).parts()) put(called(() -> part.get(value)), out);
        } else if (value instanceof Enum<?> constant) {
            out.writeByte(constant.ordinal());
        } else if (value instanceof float[] floats) {
            putFloats(floats, out);
        } else if (value instanceof ByteBuffer bytes) {
            out.writeInt(bytes.array().length);
            out.write(bytes.array());
        } else if (value instanceof Map<?, ?> map) {
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                put(entry.getKey(), out);
                put(entry.getValue(), out);
            }
        } else {
            Collection<?> all = (Collection<?>) value;
            out.writeInt(all.size());
            for (Object one : all) put(one, out);
        }
    }

    private static Object take(Type type, DataInput in) throws IOException {
        if (type == int.class) return in.readInt();
        if (type == long.class || type == Long.class) return in.readLong();
        if (type == double.class) return in.readDouble();
        if (type == boolean.class) return in.readBoolean();
        if (type == String.class) return StringValue.readString(in);
        if (!in.readBoolean()) return null;
        if (type instanceof ParameterizedType many) return takeMany(many, in);
        if (type == float[].class) return takeFloats(in);
        if (type == ByteBuffer.class) return ByteBuffer.wrap(takeBytes(in.readInt(), in));
        Class<?> one = (Class<?>) type;
        return one.isEnum() ? one.getEnumConstants()[in.readByte()] : takeRecord(SHAPES.get(one), in);
    }

    private static Object takeRecord(Shape shape, DataInput in) throws IOException {
        Object[] values = new Object[shape.parts().length];
        for (int i = 0; i < values.length; i++) values[i] = take(shape.parts()[i].getGenericType(), in);
        return called(() -> shape.maker().newInstance(values));
    }

    private static Object takeMany(ParameterizedType type, DataInput in) throws IOException {
        Type[] of = type.getActualTypeArguments();
        int size = in.readInt();
        if (type.getRawType() == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int n = size; n > 0; n--) map.put(take(of[0], in), take(of[1], in));
            return map;
        }
        Collection<Object> all = type.getRawType() == Set.class ? new HashSet<>() : new ArrayList<>();
        for (int n = size; n > 0; n--) all.add(take(of[0], in));
        return all;
    }

    private static void putFloats(float[] floats, DataOutput out) throws IOException {
        BitSet known = new BitSet();
        for (int i = 0; i < floats.length; i++) known.set(i, !Float.isNaN(floats[i]));
        out.writeInt(floats.length);
        out.write(Arrays.copyOf(known.toByteArray(), (floats.length + 7) / 8));
        for (float one : floats) if (!Float.isNaN(one)) out.writeFloat(one);
    }

    private static float[] takeFloats(DataInput in) throws IOException {
        float[] floats = new float[in.readInt()];
        BitSet known = BitSet.valueOf(takeBytes((floats.length + 7) / 8, in));
        for (int i = 0; i < floats.length; i++) floats[i] = known.get(i) ? in.readFloat() : Float.NaN;
        return floats;
    }

    private static byte[] takeBytes(int length, DataInput in) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static Object called(Reflected call) {
        try {
            return call.get();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Reflected {
        Object get() throws ReflectiveOperationException;
    }

    /** The fields, because an accessor may hide a null, and the canonical constructor of a type of records. */
    private record Shape(Field[] parts, Constructor<?> maker) {

        static Shape of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Field[] parts = new Field[components.length];
            for (int i = 0; i < parts.length; i++) {
                String part = components[i].getName();
                parts[i] = (Field) called(() -> type.getDeclaredField(part));
                parts[i].setAccessible(true);
            }
            Constructor<?> maker = (Constructor<?>) called(() -> type.getDeclaredConstructor(types));
            maker.setAccessible(true);
            return new Shape(parts, maker);
        }
    }
}
