package dev.breakwater.guard.world;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The one source of chance of a world; counts what it drew, and leaves out the kinds that a shrunk world does without. */
final class Draws {

    private final Random random;
    /** For what was added later, so that the worlds before it stay as they are. */
    private final Random aside;

    private final Set<Fault> without;
    final Map<Fault, Integer> drawn = new EnumMap<>(Fault.class);
    /** Off once the last fault was. */
    boolean faults = true;
    /** A quiet world has few faults, so that what is promised without them is judged. */
    int rarity = 1;

    Draws(long seed, Set<Fault> without) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        aside = new Random(seed * 0x9E3779B97F4A7C15L + 2);
        this.without = without.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(without);
    }

    /** Whether this fault happens now, one time in so many; always draws, so that others stay as they are. */
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

    /** As {@link #chance}, without a number taken from the others. */
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
