package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.source.SingleSplitSource.FirstReaderEnumerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Assigns every account and region as a split. */
final class InventoryEnumerator extends FirstReaderEnumerator<PlaceSplit, InventoryEnumerator.State> {

    /**
     * @param given the accounts and regions that have been assigned to a reader, even if the reader failed
     * @param pending the accounts and regions that no reader has
     */
    record State(Set<String> given, List<PlaceSplit> pending) {
        static State fresh() {
            return new State(Set.of(), List.of());
        }
    }

    private final Set<String> given;
    private final List<PlaceSplit> pending = new ArrayList<>();

    /**
     * @param places the configured accounts and regions; a new one starts without state, and a removed one is dropped
     */
    InventoryEnumerator(SplitEnumeratorContext<PlaceSplit> context, List<InventoryPlace> places, State state) {
        super(context);
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
    protected List<PlaceSplit> takeWaiting() {
        List<PlaceSplit> waiting = List.copyOf(pending);
        waiting.forEach(split -> given.add(split.splitId()));
        pending.clear();
        return waiting;
    }

    @Override
    protected void putBack(List<PlaceSplit> splits) {
        for (PlaceSplit split : splits) {
            given.remove(split.splitId());
            pending.add(split);
        }
    }

    @Override
    public State snapshotState(long checkpointId) {
        return new State(Set.copyOf(given), List.copyOf(pending));
    }
}
