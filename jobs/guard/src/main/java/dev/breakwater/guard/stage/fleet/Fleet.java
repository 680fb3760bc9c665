package dev.breakwater.guard.stage.fleet;

import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.policy.FunctionFacts;
import java.util.Map;

/** The present knowledge of the inventory. */
public interface Fleet {

    /**
     * The facts about the function with this key {@code account|region|function}. Null if the inventory does not have
     * it.
     */
    FunctionFacts facts(String key);

    /** The functions of one account and region. It is the same object until they change. */
    FleetView of(String account, String region);

    /** The stage forgets the current key's function. With it go facts that only the start knew. */
    default void forget() throws Exception {}

    /** The tags of the function with this key. Empty if the function is unknown. */
    default Map<String, String> tags(String key) {
        FunctionFacts facts = facts(key);
        return facts == null ? Map.of() : facts.tags();
    }
}
