package dev.breakwater.bench.cost;

import dev.breakwater.bench.set.Draws;
import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Scope;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;

/** A function with a daily rhythm. The function's minutes can be fed to the detector for any length of time. */
final class CalmFunction {

    static final int DAY = 1440;
    /** Midnight on a Monday. */
    private static final long START = 29_540_160;

    private static final int DRAWN = 7 * DAY;
    private static final double NANO_PER_CALL = 50_000;
    private static final Gates GATES = new Gates(500_000_000, 5_000_000_000L, 5_000_000_000L);
    private static final Scope SCOPE = Scope.function("111122223333", "eu-west-1", "f");

    final ScopeState state = new ScopeState();
    private final ScopeAssessor assessor = new ScopeAssessor();
    private final int[] week = new int[DRAWN];
    private long next;

    CalmFunction(long seed) {
        Draws draws = new Draws(seed);
        for (int m = 0; m < DRAWN; m++) {
            double busy = (1 - Math.cos(2 * Math.PI * (m % DAY) / DAY)) / 2;
            week[m] = draws.poisson(100 + 400 * busy);
        }
    }

    /** Feeds as many days as a baseline needs. */
    CalmFunction settled() {
        for (int m = 0; m < 10 * DAY; m++) observe(1);
        return this;
    }

    /** Feeds the next minute, with its calls multiplied. */
    List<Assessment> observe(int factor) {
        double calls = calls() * factor;
        double nano = calls * NANO_PER_CALL;
        long minute = START + next++;
        MinuteSums sums = new MinuteSums(minute, calls, nano, nano, Math.round(calls * 3_000), calls / 20_000, 0, 0);
        return assessor.observe(new ScopeView(state), SCOPE, sums, minute, GATES)
                .assessments();
    }

    /** Returns the calls of the next minute. */
    double calls() {
        return week[(int) (next % DRAWN)];
    }

    void skip() {
        next++;
    }

    /** Continues from the minute and state of another function. */
    void as(CalmFunction other) {
        Copy.into(state, other.state);
        next = other.next;
    }

    /** Copies a plain state, so that each benchmark can start again in an open episode. */
    static final class Copy {

        private Copy() {}

        /** Overwrites the stored part of a state with the stored part of another state. The transient part remains. */
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
                throw new IllegalStateException("a class of state has a field that is not public", e);
            }
        }
    }
}
