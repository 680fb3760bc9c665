package dev.breakwater.exposure.model;

import java.util.Map;

/**
 * The known usage of functions.
 *
 * @param peaks          concurrency, by function
 * @param lastUsedMillis end of the last minute with an invocation, epoch milliseconds, by function
 * @param fromMillis     since when invocations would have been seen
 * @param toMillis       until when
 */
public record Usage(
        Map<FunctionKey, Peaks> peaks, Map<FunctionKey, Long> lastUsedMillis, long fromMillis, long toMillis) {

    /** No history. */
    public static Usage none() {
        return new Usage(Map.of(), Map.of(), 0, 0);
    }

    /** Whether a function slept for this time before now; null if the history is too short. */
    public Boolean unused(FunctionKey key, long millis, long nowMillis) {
        Long last = lastUsedMillis.get(key);
        if (last != null && last > nowMillis - millis) return false;
        // a history that ended a day ago is still a month
        boolean reaches = fromMillis <= nowMillis - millis && toMillis >= nowMillis - millis / 30;
        return reaches ? true : null;
    }
}
