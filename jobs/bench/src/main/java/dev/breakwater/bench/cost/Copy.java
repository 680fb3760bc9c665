package dev.breakwater.bench.cost;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** Copies a plain state, so that a benchmark can begin again where an episode is open. */
final class Copy {

    private Copy() {}

    /** Overwrites all that is stored of one state with another's; what is transient stays. */
    static void into(Object target, Object source) {
        try {
            for (Field f : source.getClass().getDeclaredFields()) {
                if (Modifier.isStatic(f.getModifiers()) || Modifier.isTransient(f.getModifiers())) continue;
                Object value = f.get(source);
                if (f.getType().isArray()) System.arraycopy(value, 0, f.get(target), 0, Array.getLength(value));
                else if (f.getType().isPrimitive() || f.getType().isEnum()) f.set(target, value);
                else into(f.get(target), value);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a state with a field that is not public", e);
        }
    }
}
