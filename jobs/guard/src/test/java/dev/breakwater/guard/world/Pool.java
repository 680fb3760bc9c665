package dev.breakwater.guard.world;

import java.util.ArrayList;
import java.util.List;

/** The concurrency that functions without a reservation use, as a metric of each minute. */
final class Pool {

    /** The highest value over this time counts, because use varies. */
    static final long LOOKS_BACK = 15 * WorldClock.MINUTE;

    private record Use(long from, int used) {}

    private final List<Use> uses = new ArrayList<>(List.of(new Use(0, 0)));

    void uses(long from, int used) {
        uses.add(new Use(from, used));
    }

    /** The highest use in the quarter of an hour before a time. */
    int mostUntil(long at) {
        return mostBetween(at - LOOKS_BACK, at);
    }

    private int mostBetween(long since, long at) {
        int most = 0;
        for (int i = 0; i < uses.size(); i++) {
            long to = i + 1 < uses.size() ? uses.get(i + 1).from : Long.MAX_VALUE;
            if (uses.get(i).from <= at && to >= since) most = Math.max(most, uses.get(i).used);
        }
        return most;
    }

    /** The highest use in a minute (since 1970), as in the metric. */
    int most(long minute) {
        return mostBetween(minute * WorldClock.MINUTE, (minute + 1) * WorldClock.MINUTE);
    }

    /**
     * The lowest value that the product could read as the highest use in that time. The metric is one to three minutes
     * late.
     */
    int leastOfTheMost(long from, long to) {
        int least = Integer.MAX_VALUE;
        for (long at = from - 3 * WorldClock.MINUTE; at <= to; at += 30 * WorldClock.SECOND) {
            least = Math.min(least, mostUntil(at));
        }
        return least;
    }
}
