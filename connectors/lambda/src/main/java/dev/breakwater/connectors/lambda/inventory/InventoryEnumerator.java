package dev.breakwater.connectors.lambda.inventory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Gives every place to subtask 0 and tells the others that there is nothing for them. */
final class InventoryEnumerator implements SplitEnumerator<PlaceSplit, InventoryEnumerator.State> {

    /**
     * @param given   places that a reader has, or had when it failed
     * @param pending places that no reader has
     */
    record State(Set<String> given, List<PlaceSplit> pending) {
        static State fresh() {
            return new State(Set.of(), List.of());
        }
    }

    private final SplitEnumeratorContext<PlaceSplit> context;
    private final Set<String> given;
    private final List<PlaceSplit> pending = new ArrayList<>();

    /**
     * @param places as configured now: those that are new begin afresh, those that are configured no more are dropped
     */
    InventoryEnumerator(SplitEnumeratorContext<PlaceSplit> context, List<InventoryPlace> places, State state) {
        this.context = context;
        Set<String> configured = places.stream().map(InventoryPlace::id).collect(Collectors.toSet());
        given = new HashSet<>(state.given());
        given.retainAll(configured);
        state.pending().stream()
                .filter(split -> configured.contains(split.splitId()))
                .forEach(pending::add);
        Set<String> known = pending.stream().map(PlaceSplit::splitId).collect(Collectors.toSet());
        places.stream()
                .filter(place -> !given.contains(place.id()) && !known.contains(place.id()))
                .map(PlaceSplit::fresh)
                .forEach(pending::add);
    }

    @Override
    public void start() {
        // readers announce themselves
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        addReader(subtask);
    }

    @Override
    public void addSplitsBack(List<PlaceSplit> splits, int subtask) {
        for (PlaceSplit split : splits) {
            given.remove(split.splitId());
            pending.add(split);
        }
        if (context.registeredReaders().containsKey(0)) {
            addReader(0);
        }
    }

    @Override
    public void addReader(int subtask) {
        if (subtask == 0) {
            for (PlaceSplit split : pending) {
                context.assignSplit(split, 0);
                given.add(split.splitId());
            }
            pending.clear();
        }
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public State snapshotState(long checkpointId) {
        return new State(Set.copyOf(given), List.copyOf(pending));
    }

    @Override
    public void close() {
        // holds nothing
    }
}
