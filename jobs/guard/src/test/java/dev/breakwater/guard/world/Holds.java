package dev.breakwater.guard.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The times at which a value of ours was set on each function, from the model. */
final class Holds {

    /** The time from the first of our values until the release or somebody's change. */
    static final class Hold {
        final String function;
        final ModelLimit limit;
        final long from;
        final String lease;
        long to = Long.MAX_VALUE;

        Hold(ModelLimit limit, long from) {
            this.limit = limit;
            lease = limit.lease();
            this.function = limit.function;
            this.from = from;
        }
    }

    private final ClosedLoopWorld world;
    final List<Hold> all = new ArrayList<>();

    Holds(ClosedLoopWorld world) {
        this.world = world;
    }

    /** Records that somebody changed a value. */
    void set(ModelLimit limit) {
        Hold open = null;
        for (Hold hold : all) if (hold.limit == limit && hold.to == Long.MAX_VALUE) open = hold;
        if (limit.isOurs() && open == null) all.add(new Hold(limit, world.clock.now));
        else if (!limit.isOurs() && open != null) open.to = world.clock.now;
    }

    void gone(String function) {
        for (Hold hold : all) if (hold.function.equals(function)) hold.to = Math.min(hold.to, world.clock.now);
    }

    boolean stood(String function, long from, long to) {
        return all.stream().anyMatch(h -> h.function.equals(function) && h.from <= to && h.to >= from);
    }

    /** The functions on which a value of ours was set. */
    Set<String> functions(long from, long to) {
        Set<String> functions = new HashSet<>();
        for (Hold h : all) if (h.from <= to && h.to >= from) functions.add(h.function);
        return functions;
    }

    /**
     * The number of functions that were newly throttled. A second kind of limit, or another value of the same lease,
     * does not count.
     */
    int begun(long from, long to) {
        return (int) all.stream()
                .filter(h -> h.from > from && h.from <= to)
                .filter(h -> all.stream().noneMatch(o -> goesOn(o, h)))
                .count();
    }

    private static boolean goesOn(Hold before, Hold hold) {
        boolean same = before != hold && before.function.equals(hold.function) && before.from < hold.from;
        return same && (before.to > hold.from - 5 * WorldClock.SECOND || before.lease.equals(hold.lease));
    }
}
