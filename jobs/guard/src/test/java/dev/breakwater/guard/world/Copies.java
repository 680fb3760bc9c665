package dev.breakwater.guard.world;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Simulates a snapshot and its restore: a deep copy of the public fields only. */
final class Copies {

    /** The fields of a class. They are looked up once and not for each copy. */
    private record Shape(Constructor<?> constructor, List<Field> fields) {}

    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private Copies() {}

    @SuppressWarnings("unchecked")
    static <T> T of(T value) {
        return (T) copy(value);
    }

    private static Object copy(Object value) {
        if (value == null || value instanceof Enum || value instanceof Record) return value;
        if (value instanceof String || value instanceof Number || value instanceof Boolean) return value;
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object each : list) copy.add(copy(each));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new HashMap<>();
            map.forEach((k, v) -> copy.put(k, copy(v)));
            return copy;
        }
        try {
            Shape shape = SHAPES.computeIfAbsent(value.getClass(), Copies::shape);
            Object copy = shape.constructor.newInstance();
            for (Field f : shape.fields) {
                if (f.getType() == long.class) f.setLong(copy, f.getLong(value));
                else f.set(copy, copy(f.get(value)));
            }
            return copy;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("not a flat state class: " + value.getClass(), e);
        }
    }

    private static Shape shape(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Field f : type.getDeclaredFields()) {
            if (Modifier.isStatic(f.getModifiers()) || f.isSynthetic()) continue;
            if (!Modifier.isPublic(f.getModifiers())) throw new AssertionError("not public: " + f);
            f.setAccessible(true);
            fields.add(f);
        }
        try {
            return new Shape(type.getConstructor(), fields);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("not a flat state class: " + type, e);
        }
    }
}
