package dev.breakwater.connectors.lambda.inventory;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The order in which the functions of a round are read. */
final class RoundQueue {

    /** The share of the period over which rounds are spread, so that the last one is over before the next period. */
    private static final double SPREAD = 0.8;

    private final Deque<PlaceDirectory.ListedFunction> first = new ArrayDeque<>();
    private final Deque<PlaceDirectory.ListedFunction> others = new ArrayDeque<>();

    /**
     * @param known    from the round before
     * @param triggers of a function, or null when unknown
     */
    RoundQueue(
            List<PlaceDirectory.ListedFunction> listed,
            Map<String, PlaceSplit.KnownFunction> known,
            Function<String, List<TriggerMapping>> triggers) {
        listed.stream()
                .filter(f -> isFirst(f, known.get(f.name()), triggers.apply(f.name())))
                .forEach(first::add);
        listed.stream()
                .filter(f -> !isFirst(f, known.get(f.name()), triggers.apply(f.name())))
                .sorted(Comparator.comparingLong(f -> known.get(f.name()).seenMillis()))
                .forEach(others::add);
    }

    /**
     * The next one, or null when the round is over.
     *
     * @param inTime whether there is time left for those that can wait for the next round
     */
    PlaceDirectory.ListedFunction poll(boolean inTime) {
        if (!first.isEmpty()) return first.poll();
        return inTime ? others.poll() : null;
    }

    /** Whether some are left that cannot wait. */
    boolean urgent() {
        return !first.isEmpty();
    }

    /** The pause that spreads the remaining ones over the rest of the period, milliseconds. */
    long spread(long leftMillis) {
        return others.isEmpty() ? 0 : Math.max(0, (long) (leftMillis * SPREAD / others.size()));
    }

    private static boolean isFirst(
            PlaceDirectory.ListedFunction listed, PlaceSplit.KnownFunction known, List<TriggerMapping> triggers) {
        return known == null
                || known.marked()
                || known.listed() != Digest.of(listed)
                || known.revision() != Digest.of(listed.revision())
                || triggers != null && known.triggers() != Digest.ofTriggers(triggers);
    }
}
