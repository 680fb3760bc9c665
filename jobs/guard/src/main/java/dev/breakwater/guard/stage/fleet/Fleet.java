package dev.breakwater.guard.stage.fleet;

import dev.breakwater.engine.control.FleetView;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.function.FunctionFacts;
import java.util.Map;

/** The present content of the inventory. */
public interface Fleet {

    /**
     * Returns the facts about the function whose key is {@code account|region|function}. Returns null if the inventory
     * does not contain the function.
     */
    FunctionFacts facts(String key);

    /** Returns the functions of one account and region. The result is the same object until the functions change. */
    FleetView of(String account, String region);

    /** Forgets the current key's function. Facts that are known only from the first inventory are forgotten too. */
    default void forget() throws Exception {}

    /** Returns the tags of the function with this key. The result is empty if the function is unknown. */
    default Map<String, String> tags(String key) {
        FunctionFacts facts = facts(key);
        return facts == null ? Map.of() : facts.tags();
    }

    /** The inventory's facts about one key, stored in that key's state. */
    interface KeyedFleet extends Fleet {

        /** Stores a change that concerns the current key. */
        void take(FleetChange change) throws Exception;
    }
}
