package dev.breakwater.guard.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions that the feed has spoken of, with the day of the last word: a bound on how many are kept, so that
 * invented names cost a counter and not memory. A function is forgotten after a month without a sample.
 */
final class KnownFunctions {

    /** A function keeps about 8 KB in the stages behind: as many as this fit in half a gigabyte. */
    static final int MOST = 50_000;

    private static final int FORGET_AFTER_DAYS = 31;

    private final int most;
    private final Map<String, Long> lastDay = new HashMap<>();
    private long sweptDay;

    KnownFunctions(int most) {
        this.most = most;
    }

    /** Whether samples of this function are let through. */
    boolean admits(String key, long arrivalMinute) {
        long day = Math.floorDiv(arrivalMinute, 1440L);
        if (day > sweptDay) {
            sweptDay = day;
            lastDay.values().removeIf(last -> last < day - FORGET_AFTER_DAYS);
        }
        if (!lastDay.containsKey(key) && lastDay.size() >= most) return false;
        lastDay.put(key, day);
        return true;
    }

    /** Everything as text, {@code day key}, for the checkpoint. */
    List<String> snapshot() {
        List<String> entries = new ArrayList<>(lastDay.size());
        lastDay.forEach((key, day) -> entries.add(day + " " + key));
        return entries;
    }

    void restore(String entry) {
        int space = entry.indexOf(' ');
        lastDay.put(entry.substring(space + 1), Long.valueOf(entry.substring(0, space)));
    }
}
