package dev.breakwater.guard.stage.fleet;

import dev.breakwater.core.control.FleetView;
import dev.breakwater.guard.wire.FleetChange;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;

/** The broadcast inventory as stages see it, with its state in a map. */
public final class StepFleet {

    private final State state;
    private final LiveFleet fleet = new LiveFleet(Map.of());

    public StepFleet(Map<String, FleetChange> changes) {
        state = new State(new HashMap<>(changes));
        fleet.with(state);
    }

    public void take(FleetChange change) {
        try {
            fleet.take(change, state);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public FleetView view(String account, String region) {
        return fleet.of(account, region);
    }

    public Map<String, FleetChange> snapshot() {
        return new HashMap<>(state.map);
    }

    private record State(Map<String, FleetChange> map) implements BroadcastState<String, FleetChange> {

        @Override
        public void put(String key, FleetChange value) {
            map.put(key, value);
        }

        @Override
        public void putAll(Map<String, FleetChange> all) {
            map.putAll(all);
        }

        @Override
        public void remove(String key) {
            map.remove(key);
        }

        @Override
        public Iterator<Map.Entry<String, FleetChange>> iterator() {
            return map.entrySet().iterator();
        }

        @Override
        public Iterable<Map.Entry<String, FleetChange>> entries() {
            return map.entrySet();
        }

        @Override
        public FleetChange get(String key) {
            return map.get(key);
        }

        @Override
        public boolean contains(String key) {
            return map.containsKey(key);
        }

        @Override
        public Iterable<Map.Entry<String, FleetChange>> immutableEntries() {
            return map.entrySet();
        }

        @Override
        public void clear() {
            map.clear();
        }
    }
}
