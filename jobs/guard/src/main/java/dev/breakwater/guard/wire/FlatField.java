package dev.breakwater.guard.wire;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One field of a flat state, as {@code episode.onset long}: how it is packed.
 *
 * @param owner the field that holds the flat part it is in; null where that is the state itself
 * @param field null where the state has it no more
 * @param kind  its type
 */
record FlatField(Field owner, Field field, String kind) {

    private static final Set<String> KINDS = Set.of(
            "boolean",
            "int",
            "long",
            "float",
            "double",
            "enum",
            "byte[]",
            "short[]",
            "int[]",
            "long[]",
            "float[]",
            "double[]");

    /** The fields of a class in the order of their names, those of its flat parts behind the name of the part. */
    static List<String> layoutOf(Class<?> type) {
        List<String> found = new ArrayList<>();
        for (Field f : type.getFields()) {
            if (!isStored(f)) continue;
            if (isValue(f.getType())) found.add(f.getName() + ' ' + kind(f));
            else
                for (Field part : f.getType().getFields()) {
                    if (isStored(part)) found.add(f.getName() + '.' + part.getName() + ' ' + kind(part));
                }
        }
        found.sort(null);
        return found;
    }

    private static boolean isStored(Field f) {
        return !Modifier.isStatic(f.getModifiers()) && !Modifier.isTransient(f.getModifiers());
    }

    private static boolean isValue(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || type.isArray();
    }

    private static String kind(Field f) {
        return f.getType().isEnum() ? "enum" : f.getType().getSimpleName();
    }

    /** @param named as in a layout */
    static FlatField of(Class<?> type, String named) {
        String[] nameAndKind = named.split(" ");
        if (!KINDS.contains(nameAndKind[1])) throw new IllegalArgumentException(type + " is not flat: " + named);
        String[] path = nameAndKind[0].split("\\.");
        Field first = find(type, path[0]);
        boolean part = path.length > 1;
        Field field = !part || first == null ? first : find(first.getType(), path[1]);
        return new FlatField(part ? first : null, field, nameAndKind[1]);
    }

    private static Field find(Class<?> type, String name) {
        try {
            Field found = type.getField(name);
            // public it is: this only spares the check with each read
            found.setAccessible(true);
            return found;
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    private Object holder(Object state) throws IllegalAccessException {
        return owner == null ? state : owner.get(state);
    }

    void write(Object state, Packed out) throws IllegalAccessException {
        Object holder = holder(state);
        switch (kind) {
            case "boolean" -> out.put(field.getBoolean(holder) ? 1 : 0);
            case "int", "long" -> out.put(field.getLong(holder));
            case "float" -> out.put(Float.floatToRawIntBits(field.getFloat(holder)));
            case "double" -> out.putBits(Double.doubleToRawLongBits(field.getDouble(holder)));
            case "enum" -> out.putBytes(((Enum<?>) field.get(holder)).name().getBytes(StandardCharsets.US_ASCII));
            default -> out.putArray(field.get(holder));
        }
    }

    void read(Object state, Packed in) throws IllegalAccessException {
        Object holder = field == null ? null : holder(state);
        switch (kind) {
            case "boolean" -> set(holder, in.get() != 0);
            case "int" -> {
                int value = (int) in.get();
                if (field != null) field.setInt(holder, value);
            }
            case "long" -> {
                long value = in.get();
                if (field != null) field.setLong(holder, value);
            }
            case "float" -> set(holder, Float.intBitsToFloat((int) in.get()));
            case "double" -> {
                double value = Double.longBitsToDouble(in.getBits());
                if (field != null) field.setDouble(holder, value);
            }
            case "enum" -> constant(holder, new String(in.getBytes(), StandardCharsets.US_ASCII));
            default -> set(holder, in.getArray(kind));
        }
    }

    private void set(Object holder, Object value) throws IllegalAccessException {
        if (field != null) field.set(holder, value);
    }

    private void constant(Object holder, String name) throws IllegalAccessException {
        if (field == null) return;
        for (Object constant : field.getType().getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) field.set(holder, constant);
        }
    }

    void copy(Object from, Object to) throws IllegalAccessException {
        Object value = field.get(holder(from));
        if (value != null && field.getType().isArray()) value = cloned(value);
        field.set(holder(to), value);
    }

    private static Object cloned(Object array) {
        int length = Array.getLength(array);
        Object clone = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, clone, 0, length);
        return clone;
    }
}
