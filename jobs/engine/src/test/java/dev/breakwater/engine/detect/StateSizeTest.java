package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.baseline.ScopeState;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Limits the number of bytes that are stored for a function. A fleet of 100,000 functions must take about half a
 * gigabyte.
 */
class StateSizeTest {

    private static final Map<Class<?>, Integer> BYTES = Map.of(
            boolean.class,
            1,
            byte.class,
            1,
            short.class,
            2,
            int.class,
            4,
            float.class,
            4,
            long.class,
            8,
            double.class,
            8);

    @Test
    void theArraysOfAFunctionAreBelowFourAndAHalfKilobytes() throws IllegalAccessException {
        assertThat(bytes(new ScopeState(), true)).isEqualTo(4_570).isLessThanOrEqualTo(4_608);
    }

    @Test
    void aFunctionTakesSixAndAHalfKilobytesInAll() throws IllegalAccessException {
        assertThat(bytes(new ScopeState(), false) + bytes(new Share(), false)).isLessThanOrEqualTo(6_728);
    }

    private static int bytes(Object state, boolean arraysOnly) throws IllegalAccessException {
        int sum = 0;
        for (Field f : state.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(f.getModifiers()) || Modifier.isTransient(f.getModifiers())) continue;
            Object value = f.get(state);
            if (f.getType().isArray()) {
                sum += Array.getLength(value) * BYTES.get(f.getType().getComponentType());
            } else if (value.getClass().getPackage() == ScopeState.class.getPackage()) {
                sum += bytes(value, arraysOnly);
            } else if (!arraysOnly) {
                sum += BYTES.getOrDefault(f.getType(), 4);
            }
        }
        return sum;
    }
}
