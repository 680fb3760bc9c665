package dev.breakwater.guard.stage;

import dev.breakwater.guard.wire.Unwatched;
import dev.breakwater.model.DataMinute;
import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The functions in the feed, and the day on which each was last seen. The number of known functions is limited: names
 * above the limit are only counted, so that invented names cannot fill the memory. A function is forgotten after a
 * month without a sample.
 */
final class KnownFunctions {

    private static final int MOST_TOLD_APART = 10_000;
    /**
     * The largest number of accounts and regions. Each account and region has about 30 KB of state and its own control.
     */
    static final int MOST_PLACES = 2_000;

    private final int most;
    private final BiConsumer<FunctionKey, Long> store;
    private final Map<FunctionKey, Long> lastDay = new HashMap<>();
    private final Set<Place> places = new HashSet<>();
    private long sweptDay;
    private final Set<FunctionKey> leftOut = new HashSet<>();
    private long minute;
    private int lastHour;
    private int told;
    /** Whether the alarm about unwatched functions may be open, for example from before the start. */
    private boolean open = true;

    /** @param store stores each change: a function and the day on which it was last seen, or null if it is forgotten */
    KnownFunctions(int most, BiConsumer<FunctionKey, Long> store) {
        this.most = most;
        this.store = store;
    }

    /** Returns whether samples of this function are passed on. */
    boolean admits(FunctionKey key, long arrivalMinute) {
        long day = DataMinute.dayOf(arrivalMinute);
        if (day > sweptDay) {
            sweptDay = day;
            List<FunctionKey> silent = lastDay.entrySet().stream()
                    .filter(last -> last.getValue() < day - Clock.FORGET_AFTER_DAYS)
                    .map(Map.Entry::getKey)
                    .toList();
            for (FunctionKey over : silent) {
                lastDay.remove(over);
                store.accept(over, null);
            }
            places.clear();
            lastDay.keySet().forEach(known -> places.add(known.place()));
        }
        Long last = lastDay.get(key);
        if (last == null && (lastDay.size() >= most || !hasRoomFor(key.place()))) {
            if (leftOut.size() < MOST_TOLD_APART) leftOut.add(key);
            return false;
        }
        if (last == null || last != day) {
            lastDay.put(key, day);
            store.accept(key, day);
        }
        return true;
    }

    /**
     * Returns the message for people when an arrival minute begins, if there is one. The message says that some
     * functions are not watched. The message is repeated when the number of unwatched functions has doubled. Another
     * message follows after all functions were watched for an hour.
     */
    Optional<Unwatched> news(long arrivalMinute) {
        if (arrivalMinute <= minute) return Optional.empty();
        boolean hourOver = arrivalMinute / 60 != minute / 60 && minute > 0;
        minute = arrivalMinute;
        int now = leftOut.size();
        if (hourOver) {
            leftOut.clear();
            lastHour = now;
        }
        boolean worse = now > 0 && now >= 2 * told;
        boolean over = open && hourOver && now == 0;
        if (!worse && !over) return Optional.empty();
        open = worse;
        told = now;
        return Optional.of(new Unwatched(worse, now, most, DataMinute.endMillis(arrivalMinute)));
    }

    private boolean hasRoomFor(Place place) {
        if (!places.contains(place) && places.size() >= MOST_PLACES) return false;
        places.add(place);
        return true;
    }

    int size() {
        return lastDay.size();
    }

    /** Returns the number of functions that were not watched in the feed's current or previous hour, at most 10,000. */
    int unwatched() {
        return Math.max(lastHour, leftOut.size());
    }

    /** Adds a function that was known before a restart. */
    void restore(FunctionKey key, long day) {
        lastDay.put(key, day);
    }
}
