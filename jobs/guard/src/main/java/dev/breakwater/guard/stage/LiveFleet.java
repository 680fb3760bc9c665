package dev.breakwater.guard.stage;

import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.policy.EdgeName;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.guard.wire.FleetChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;

/** The first inventory with all changes since: what was broadcast is newer than what the job was built with. */
final class LiveFleet implements Fleet {

    private final Map<String, FunctionFacts> first;
    private final Map<String, FleetView> views = new HashMap<>();
    private ReadOnlyBroadcastState<String, FleetChange> changes;

    LiveFleet(Map<String, FunctionFacts> first) {
        this.first = first;
    }

    /** Looks at the changes through the context of this call. */
    LiveFleet with(ReadOnlyBroadcastState<String, FleetChange> now) {
        changes = now;
        return this;
    }

    /** Something changed: what was put together before is out of date. */
    void changed() {
        views.clear();
    }

    @Override
    public FunctionFacts facts(String key) {
        String home = EdgeName.homeKey(key);
        FleetChange change = change(home);
        return change == null ? first.get(home) : change.facts();
    }

    private FleetChange change(String key) {
        try {
            return changes.get(key);
        } catch (Exception e) {
            throw new IllegalStateException("the broadcast inventory cannot be read", e);
        }
    }

    @Override
    public FleetView of(String account, String region) {
        return views.computeIfAbsent(account + '|' + region, k -> view(account, region));
    }

    private FleetView view(String account, String region) {
        Map<String, FunctionFacts> now = new HashMap<>(first);
        Set<String> gone = new HashSet<>();
        String place = account + '|' + region + '|';
        try {
            for (Map.Entry<String, FleetChange> e : changes.immutableEntries()) {
                FleetChange change = e.getValue();
                if (!e.getKey().startsWith(place)) continue;
                switch (change.kind()) {
                    case FACTS -> now.put(e.getKey(), change.facts());
                    case GONE -> {
                        gone.add(e.getKey().substring(place.length()));
                        now.remove(e.getKey());
                    }
                    case LIMIT -> {}
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the broadcast inventory cannot be read", e);
        }
        FleetChange limit = change(account + '|' + region);
        return FleetView.of(account, region, now.values(), gone)
                .withConcurrency(limit == null ? -1 : limit.concurrency());
    }
}
