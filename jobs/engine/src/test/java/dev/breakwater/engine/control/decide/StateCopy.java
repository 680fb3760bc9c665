package dev.breakwater.engine.control.decide;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Simulates a snapshot and its restore: a deep copy of the public fields only, with maps in another order. */
final class StateCopy {

    /** The fields of a class. They are looked up once and not for each copy. */
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return Arrays.stream(type.getDeclaredFields())
                    .filter(f -> !Modifier.isStatic(f.getModifiers()) && !f.isSynthetic())
                    .toList();
        }
    };

    private StateCopy() {}

    @SuppressWarnings("unchecked")
    static <T> T of(T value) {
        return (T) copy(value);
    }

    private static Object copy(Object value) {
        if (isLeaf(value)) return value;
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(e -> copy.add(copy(e)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>(2 * map.size() + 7);
            map.forEach((k, v) -> copy.put(k, copy(v)));
            return copy;
        }
        try {
            Object copy = value.getClass().getConstructor().newInstance();
            for (Field f : fields(value.getClass())) f.set(copy, copy(f.get(value)));
            return copy;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("not a flat state class: " + value.getClass(), e);
        }
    }

    private static boolean isLeaf(Object value) {
        return value == null
                || value instanceof Enum
                || value instanceof Record
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean;
    }

    private static List<Field> fields(Class<?> type) {
        return FIELDS.get(type);
    }

    /** The reasons why the class could not be stored without a generic serializer. Empty if there are none. */
    static List<String> problems(Class<?> type) {
        List<String> problems = new ArrayList<>();
        if (!Modifier.isPublic(type.getModifiers())) problems.add(type + " is not public");
        for (Field f : fields(type)) {
            if (!Modifier.isPublic(f.getModifiers()) || Modifier.isFinal(f.getModifiers())) {
                problems.add(f + " is not public and mutable");
            }
            problems.addAll(problems(f.getGenericType()));
        }
        return problems;
    }

    private static List<String> problems(Type type) {
        if (type instanceof ParameterizedType p) {
            List<String> problems = new ArrayList<>();
            if (p.getRawType() != List.class && p.getRawType() != Map.class) problems.add("neither List nor Map: " + p);
            for (Type argument : p.getActualTypeArguments()) problems.addAll(problems(argument));
            return problems;
        }
        Class<?> c = (Class<?>) type;
        boolean plain = c.isPrimitive()
                || c == String.class
                || c == Long.class
                || c == Integer.class
                || c.isEnum()
                || c.isRecord();
        return plain ? List.of() : problems(c);
    }

    /** The number of leaves of the state, as a measure of its size. */
    static int size(Object value) {
        if (isLeaf(value)) return 1;
        if (value instanceof List<?> list)
            return list.stream().mapToInt(StateCopy::size).sum();
        if (value instanceof Map<?, ?> map)
            return map.values().stream().mapToInt(StateCopy::size).sum();
        int size = 0;
        try {
            for (Field f : fields(value.getClass())) size += size(f.get(value));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return size;
    }
}
