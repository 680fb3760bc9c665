package dev.breakwater.guard.world;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The only source of randomness in a world. It counts the drawn faults, and leaves out the kinds of faults that a
 * shrunk world does not need.
 */
final class Draws {

    private final Random random;
    /** A second source for additions to the test, so that existing worlds do not change. */
    private final Random aside;

    /** A third source, for the same purpose. */
    final Random later;

    private final Set<Fault> without;
    final Map<Fault, Integer> drawn = new EnumMap<>(Fault.class);
    /** Whether faults may still happen. False after the last fault. */
    boolean faults = true;
    /** How rare faults are. A quiet world has few, so that promises without faults are judged. */
    int rarity = 1;

    Draws(long seed, Set<Fault> without) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        aside = new Random(seed * 0x9E3779B97F4A7C15L + 2);
        later = new Random(seed * 0x9E3779B97F4A7C15L + 3);
        this.without = without.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(without);
    }

    /**
     * Whether this fault happens now. It happens once in this many times. A number is always drawn, so that other draws
     * do not change.
     */
    boolean happens(Fault fault, int oneIn) {
        boolean hit = random.nextInt(oneIn) == 0;
        if (!hit || !allows(fault)) return false;
        note(fault);
        return true;
    }

    boolean allows(Fault fault) {
        return faults && !without.contains(fault);
    }

    void note(Fault fault) {
        drawn.merge(fault, 1, Integer::sum);
    }

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    /** Like {@link #chance}, but with the second source. */
    boolean chanceAside(int oneIn) {
        return aside.nextInt(oneIn) == 0;
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least));
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
