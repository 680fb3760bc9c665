package dev.breakwater.guard.stage.fleet;

import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.model.Place;
import dev.breakwater.core.policy.EdgeName;
import dev.breakwater.core.policy.FunctionFacts;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The inventory of a recording: it does not change. */
final class FixedFleet implements Fleet {

    private final Map<String, FunctionFacts> functions;
    private final Map<Place, FleetView> views = new HashMap<>();

    FixedFleet(Map<String, FunctionFacts> functions) {
        this.functions = functions;
    }

    @Override
    public FunctionFacts facts(String key) {
        return functions.get(EdgeName.homeId(key));
    }

    @Override
    public FleetView of(String account, String region) {
        return views.computeIfAbsent(
                new Place(account, region), k -> FleetView.of(account, region, functions.values(), Set.of()));
    }
}
