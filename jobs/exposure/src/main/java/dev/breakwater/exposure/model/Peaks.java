package dev.breakwater.exposure.model;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The concurrency of a function, one peak a minute, without minutes in which it slept.
 *
 * @param minutesByPeak how many minutes had this peak; never empty
 */
public record Peaks(NavigableMap<Integer, Integer> minutesByPeak) {

    /** Keeps a copy. */
    public Peaks {
        if (minutesByPeak.isEmpty()) throw new IllegalArgumentException("no minute");
        minutesByPeak = Collections.unmodifiableNavigableMap(new TreeMap<>(minutesByPeak));
    }

    /** The highest peak. */
    public int highest() {
        return minutesByPeak.lastKey();
    }

    public int minutes() {
        return minutesByPeak.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The peak that the given share of the minutes stays at or below; share 0 to 1. */
    public int quantile(double share) {
        double rank = Math.max(1, Math.ceil(share * minutes() - 1e-9));
        int below = 0;
        for (Map.Entry<Integer, Integer> e : minutesByPeak.entrySet()) {
            below += e.getValue();
            if (below >= rank) return e.getKey();
        }
        return highest();
    }

    /** The number of minutes that this limit would have cut. */
    public int minutesAbove(int limit) {
        return minutesByPeak.tailMap(limit, false).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
