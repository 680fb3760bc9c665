package dev.breakwater.exposure.model;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The known usage of functions.
 *
 * @param peaks          concurrency, by function
 * @param lastUsedMillis end of the last minute with an invocation, epoch milliseconds, by function
 * @param fromMillis the start of the observed time, epoch milliseconds
 * @param toMillis the end of the observed time, epoch milliseconds
 */
public record Usage(
        Map<FunctionId, Usage.Peaks> peaks, Map<FunctionId, Long> lastUsedMillis, long fromMillis, long toMillis) {

    /** Returns an empty history. */
    public static Usage none() {
        return new Usage(Map.of(), Map.of(), 0, 0);
    }

    /** Returns whether a function had no calls in the given time. The result is null if the history is too short. */
    public Boolean unused(FunctionId key, long millis, long nowMillis) {
        Long last = lastUsedMillis.get(key);
        if (last != null && last > nowMillis - millis) return false;
        // the history may have ended a day ago
        boolean reaches = fromMillis <= nowMillis - millis && toMillis >= nowMillis - millis / 30;
        return reaches ? true : null;
    }

    /**
     * The concurrency of a function as one peak per minute. Minutes without calls are left out.
     *
     * @param minutesByPeak number of minutes with each peak; never empty
     */
    public record Peaks(NavigableMap<Integer, Integer> minutesByPeak) {

        /** Keeps a copy. */
        public Peaks {
            if (minutesByPeak.isEmpty()) throw new IllegalArgumentException("no minute");
            minutesByPeak = Collections.unmodifiableNavigableMap(new TreeMap<>(minutesByPeak));
        }

        /** Returns the highest peak. */
        public int highest() {
            return minutesByPeak.lastKey();
        }

        public int minutes() {
            return minutesByPeak.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Returns the concurrency that this share of the minutes (0 to 1) does not exceed. */
        public int quantile(double share) {
            double rank = Math.max(1, Math.ceil(share * minutes() - 1e-9));
            int below = 0;
            for (Map.Entry<Integer, Integer> e : minutesByPeak.entrySet()) {
                below += e.getValue();
                if (below >= rank) return e.getKey();
            }
            return highest();
        }

        /** Returns the number of minutes in which this limit would have refused calls. */
        public int minutesAbove(int limit) {
            return minutesByPeak.tailMap(limit, false).values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }
    }
}
