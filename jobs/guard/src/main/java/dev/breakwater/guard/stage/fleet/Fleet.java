package dev.breakwater.guard.stage.fleet;

import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.policy.FunctionFacts;
import java.util.Map;

/** The inventory as known so far. */
public interface Fleet {

    /** Facts of the function of a key {@code account|region|function}; null for one that the inventory does not know. */
    FunctionFacts facts(String key);

    /** The functions of one account and region; the same object until they change. */
    FleetView of(String account, String region);

    /** Tags of the function of a key; none for one that is not known. */
    default Map<String, String> tags(String key) {
        FunctionFacts facts = facts(key);
        return facts == null ? Map.of() : facts.tags();
    }
}
