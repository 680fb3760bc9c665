package dev.breakwater.connectors.alarms;

import java.util.ArrayList;
import java.util.List;

/**
 * The unsent events of one key, in the order in which they must be heard: raises and resolves in turn, at most four. Only
 * the first is ever sent, so a resolve cannot overtake its trigger.
 */
final class Lane {

    private static final int MOST = 4;

    final List<Pending> queue = new ArrayList<>(2);

    Pending head() {
        return queue.get(0);
    }

    /** The newest event, or null. */
    Pending tail() {
        return queue.isEmpty() ? null : queue.get(queue.size() - 1);
    }

    /**
     * Appends, and returns how many events this made superfluous. A key that flaps faster than it can be sent keeps its
     * first event and the newest ones; what goes is a whole pair of a raise and a resolve between them.
     */
    int append(Pending pending) {
        queue.add(pending);
        if (queue.size() <= MOST) {
            return 0;
        }
        int pair = head().inFlight || head().raises() ? 1 : 0;
        queue.subList(pair, pair + 2).clear();
        return 2 + mergeNeighbours();
    }

    /** Joins neighbours of the same kind, which a removal between them leaves behind; returns how many went. */
    int mergeNeighbours() {
        int merged = 0;
        for (int i = queue.size() - 1; i > 0; i--) {
            Pending older = queue.get(i - 1);
            Pending newer = queue.get(i);
            if (older.raises() == newer.raises() && !older.inFlight) {
                older.replaceBy(newer.event, newer.arrivedAt);
                queue.remove(i);
                merged++;
            }
        }
        return merged;
    }
}
