package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource.PollSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Everything that the task thread knows about one account and region. */
final class WatchedSplit {
    /**
     * The largest number of functions in one account and region. Further functions are ignored and counted. A job's own
     * limit is lower, and the job alerts people when its limit is reached.
     */
    static final int MOST_FUNCTIONS = 2_100_000;

    final PollTarget target;
    final FunctionMemory region;
    final TreeMap<String, FunctionMemory> functions = new TreeMap<>();
    boolean listed;
    long gapFrom;

    private final int overlapMinutes;

    /** @param overlapMinutes the number of minutes that each poll requests again */
    WatchedSplit(PollTarget target, PollSplit from, int overlapMinutes) {
        this.target = target;
        this.overlapMinutes = overlapMinutes;
        listed = from.listed();
        gapFrom = from.gapFrom();
        FunctionMemory whole = new FunctionMemory("", overlapMinutes);
        for (FunctionMemory.State state : from.functions()) {
            FunctionMemory memory = FunctionMemory.of(state, overlapMinutes);
            if (memory.name().isEmpty()) {
                whole = memory;
            } else {
                functions.put(memory.name(), memory);
            }
        }
        region = whole;
    }

    /** Returns the memory of a function, or of the region for "". */
    FunctionMemory memory(String function) {
        return function.isEmpty() ? region : functions.get(function);
    }

    /**
     * Adds a function that was found. Returns false if there is no room for another function.
     *
     * @param first whether the function existed at the start; such a function counts as recently active and not as new
     * @param minute the minute in which it was found
     */
    boolean add(String function, boolean first, long minute) {
        if (functions.containsKey(function)) {
            return true;
        }
        if (functions.size() >= MOST_FUNCTIONS) {
            return false;
        }
        FunctionMemory memory = new FunctionMemory(function, overlapMinutes);
        memory.activeAt = first ? minute : 0;
        memory.bornAt = first ? 0 : minute;
        functions.put(function, memory);
        return true;
    }

    /** Forgets functions that had no activity for as long as CloudWatch remembers. */
    void forget(long minute) {
        functions
                .values()
                .removeIf(f -> f.seenTo > 0 && minute - Math.max(f.activeAt, f.bornAt) > 2 * PollSettings.KEPT);
    }

    PollSplit state(PollSplit.Feed feed) {
        List<FunctionMemory.State> states = new ArrayList<>(functions.size() + 1);
        states.add(region.state());
        functions.values().forEach(f -> states.add(f.state()));
        return new PollSplit(target.id(), listed, gapFrom, feed, states);
    }
}
