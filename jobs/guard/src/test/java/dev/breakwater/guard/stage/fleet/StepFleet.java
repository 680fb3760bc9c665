package dev.breakwater.guard.stage.fleet;

import dev.breakwater.engine.control.FleetView;
import dev.breakwater.guard.wire.FleetChange;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;

/** The inventory of one account and region as control sees it, with its state in maps. */
public final class StepFleet {

    /** Its state in a checkpoint. */
    public record Stored(Map<String, FleetChange> known, Map<String, Long> passing) {

        public static final Stored NOTHING = new Stored(Map.of(), Map.of());
    }

    private final InMemory<FleetChange> known;
    private final InMemory<Long> passing;
    private final PlaceFleet fleet;
    private int scans;
    private int reads;

    public StepFleet(Stored from) {
        known = new InMemory<>(new HashMap<>(from.known));
        passing = new InMemory<>(new HashMap<>(from.passing));
        fleet = new PlaceFleet(known, passing);
    }

    public void take(FleetChange change) {
        try {
            fleet.take(change);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public FleetView view(String account, String region) {
        return fleet.of(account, region);
    }

    /** How many times all functions were read. */
    int scans() {
        return scans;
    }

    /** How many times one function was read. */
    int reads() {
        return reads;
    }

    public Stored snapshot() {
        return new Stored(Map.copyOf(known.map), Map.copyOf(passing.map));
    }

    private final class InMemory<T> implements MapState<String, T> {

        private final Map<String, T> map;

        InMemory(Map<String, T> map) {
            this.map = map;
        }

        @Override
        public T get(String key) {
            reads++;
            return map.get(key);
        }

        @Override
        public void put(String key, T value) {
            map.put(key, value);
        }

        @Override
        public void putAll(Map<String, T> all) {
            map.putAll(all);
        }

        @Override
        public void remove(String key) {
            map.remove(key);
        }

        @Override
        public boolean contains(String key) {
            return map.containsKey(key);
        }

        @Override
        public Iterable<Map.Entry<String, T>> entries() {
            scans++;
            return map.entrySet();
        }

        @Override
        public Iterable<String> keys() {
            return map.keySet();
        }

        @Override
        public Iterable<T> values() {
            return map.values();
        }

        @Override
        public Iterator<Map.Entry<String, T>> iterator() {
            return map.entrySet().iterator();
        }

        @Override
        public boolean isEmpty() {
            return map.isEmpty();
        }

        @Override
        public void clear() {
            map.clear();
        }
    }
}
