package dev.breakwater.guard.wire;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A field of a flat state class, and how it is packed. An example is {@code scope.episode.onset long}. */
final class FlatField {

    /** The types of fields, with their names in a layout. */
    private enum Kind {
        BOOLEAN("boolean", null),
        INT("int", null),
        LONG("long", null),
        FLOAT("float", null),
        DOUBLE("double", null),
        CONSTANT("enum", null),
        BYTES("byte[]", byte.class),
        SHORTS("short[]", short.class),
        INTS("int[]", int.class),
        LONGS("long[]", long.class),
        FLOATS("float[]", float.class),
        DOUBLES("double[]", double.class);

        final String named;
        /** The element type of an array. */
        final Class<?> element;

        Kind(String named, Class<?> element) {
            this.named = named;
            this.element = element;
        }
    }

    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values()).collect(Collectors.toMap(k -> k.named, k -> k));

    /** The path of fields from the state to the object that has this field. Empty if the state itself has the field. */
    private final List<Field> owners;
    /** Whether the previous field is in the same object. */
    private final boolean beside;
    /** The field's handle. Null if the state class no longer has the field. */
    private final Field field;

    private final Kind kind;
    /** The constants of an enum, and the names under which they are stored. */
    private final Object[] constants;

    private final byte[][] names;

    private FlatField(List<Field> path, Kind kind, FlatField before) {
        this.owners = path.isEmpty() ? List.of() : List.copyOf(path.subList(0, path.size() - 1));
        this.beside = before != null && before.owners.equals(owners);
        this.field = path.isEmpty() ? null : path.get(path.size() - 1);
        this.kind = kind;
        this.constants = field == null || kind != Kind.CONSTANT
                ? new Object[0]
                : field.getType().getEnumConstants();
        this.names = Arrays.stream(constants).map(FlatField::name).toArray(byte[][]::new);
    }

    private static byte[] name(Object constant) {
        return ((Enum<?>) constant).name().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Returns the fields of a class, sorted by name. The fields of a nested part are at the position of the part's
     * name.
     */
    static List<String> layoutOf(Class<?> type) {
        List<String> found = new ArrayList<>();
        for (Field f : type.getFields()) {
            if (Modifier.isStatic(f.getModifiers()) || Modifier.isTransient(f.getModifiers())) continue;
            if (isValue(f.getType())) found.add(f.getName() + ' ' + kind(f));
            else layoutOf(f.getType()).forEach(part -> found.add(f.getName() + '.' + part));
        }
        found.sort(null);
        return found;
    }

    private static boolean isValue(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || type.isArray();
    }

    private static String kind(Field f) {
        return f.getType().isEnum() ? "enum" : f.getType().getSimpleName();
    }

    /**
     * @param named  the name in a layout
     * @param before the previous field in the layout, or null
     */
    static FlatField of(Class<?> type, String named, FlatField before) {
        String[] nameAndKind = named.split(" ");
        Kind kind = KINDS.get(nameAndKind[1]);
        if (kind == null) throw new IllegalArgumentException(type + " is not flat: " + named);
        List<Field> path = new ArrayList<>();
        Class<?> in = type;
        for (String name : nameAndKind[0].split("\\.")) {
            Field next = find(in, name);
            if (next == null) return new FlatField(List.of(), kind, before);
            path.add(next);
            in = next.getType();
        }
        return new FlatField(path, kind, before);
    }

    private static Field find(Class<?> type, String name) {
        try {
            Field found = type.getField(name);
            // the field is public, so this setting only avoids an access check at each read
            found.setAccessible(true);
            return found;
        } catch (NoSuchFieldException e) {
            return null;
        }
    }

    /**
     * Returns the object, inside a state, that contains the field.
     *
     * @param before the object that contains the previous field
     */
    Object part(Object state, Object before) throws IllegalAccessException {
        return beside ? before : part(state);
    }

    private Object part(Object state) throws IllegalAccessException {
        Object part = state;
        for (Field owner : owners) part = owner.get(part);
        return part;
    }

    /** @param part see {@link #part} */
    void write(Object part, Packed out) throws IllegalAccessException {
        switch (kind) {
            case BOOLEAN -> out.put(field.getBoolean(part) ? 1 : 0);
            case INT, LONG -> out.put(field.getLong(part));
            case FLOAT -> out.put(Float.floatToRawIntBits(field.getFloat(part)));
            case DOUBLE -> out.putDouble(field.getDouble(part));
            case CONSTANT -> out.putBytes(names[((Enum<?>) field.get(part)).ordinal()]);
            default -> out.arrays.put(field.get(part));
        }
    }

    /** @param part see {@link #part} */
    void read(Object part, Packed in) throws IllegalAccessException {
        switch (kind) {
            case BOOLEAN -> {
                boolean value = in.get() != 0;
                if (field != null) field.setBoolean(part, value);
            }
            case INT -> {
                int value = (int) in.get();
                if (field != null) field.setInt(part, value);
            }
            case LONG -> {
                long value = in.get();
                if (field != null) field.setLong(part, value);
            }
            case FLOAT -> {
                float value = Float.intBitsToFloat((int) in.get());
                if (field != null) field.setFloat(part, value);
            }
            case DOUBLE -> {
                double value = in.getDouble();
                if (field != null) field.setDouble(part, value);
            }
            case CONSTANT -> constant(part, in.getBytes());
            default -> {
                Object before = field == null ? null : field.get(part);
                Object array = in.arrays.get(before, kind.element);
                if (field != null && array != before) field.set(part, array);
            }
        }
    }

    private void constant(Object part, byte[] name) throws IllegalAccessException {
        for (int i = 0; i < names.length; i++) if (Arrays.equals(names[i], name)) field.set(part, constants[i]);
    }

    void copy(Object from, Object to) throws IllegalAccessException {
        Object value = field.get(part(from));
        if (value != null && field.getType().isArray()) value = cloned(value);
        field.set(part(to), value);
    }

    private static Object cloned(Object array) {
        int length = Array.getLength(array);
        Object clone = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, clone, 0, length);
        return clone;
    }
}
