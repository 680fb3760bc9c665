package dev.breakwater.guard.stage;

import dev.breakwater.core.model.DataMinute;
import dev.breakwater.core.model.FunctionKey;
import dev.breakwater.core.model.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that the feed has spoken of, with the day of the last word: a bound on how many are kept, so that
 * invented names cost a counter and not memory. A function is forgotten after a month without a sample.
 */
final class KnownFunctions {

    /** A function keeps about 8 KB in the stages behind: as many as this fit in half a gigabyte. */
    static final int MOST = 50_000;
    /** Accounts and regions: each keeps some 30 KB and has a control of its own. */
    static final int MOST_PLACES = 2_000;

    private final int most;
    private final Map<FunctionKey, Long> lastDay = new HashMap<>();
    private final Set<Place> places = new HashSet<>();
    private long sweptDay;

    KnownFunctions(int most) {
        this.most = most;
    }

    /** Whether samples of this function are let through. */
    boolean admits(FunctionKey key, long arrivalMinute) {
        long day = DataMinute.dayOf(arrivalMinute);
        if (day > sweptDay) {
            sweptDay = day;
            lastDay.values().removeIf(last -> last < day - Clock.FORGET_AFTER_DAYS);
            places.clear();
            lastDay.keySet().forEach(known -> places.add(known.place()));
        }
        if (!lastDay.containsKey(key) && (lastDay.size() >= most || !hasRoomFor(key.place()))) return false;
        lastDay.put(key, day);
        return true;
    }

    private boolean hasRoomFor(Place place) {
        if (!places.contains(place) && places.size() >= MOST_PLACES) return false;
        places.add(place);
        return true;
    }

    int size() {
        return lastDay.size();
    }

    /** Everything as text, {@code day key}, for the checkpoint. */
    List<String> snapshot() {
        List<String> entries = new ArrayList<>(lastDay.size());
        lastDay.forEach((key, day) -> entries.add(day + " " + key.id()));
        return entries;
    }

    void restore(String entry) {
        int space = entry.indexOf(' ');
        lastDay.put(FunctionKey.parse(entry.substring(space + 1)), Long.valueOf(entry.substring(0, space)));
    }
}
