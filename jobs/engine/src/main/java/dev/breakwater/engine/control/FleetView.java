package dev.breakwater.engine.control;

import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The functions that the inventory knows in one account and region.
 *
 * @param functions facts by function name
 * @param gone        names of functions that no longer exist
 * @param concurrency the account's concurrency limit if the job has read it since the start, or -1
 * @param reservedInAll the reserved part of the account's concurrency limit as AWS reports it, or 0 if it was not read
 */
public record FleetView(Map<String, FunctionFacts> functions, Set<String> gone, int concurrency, int reservedInAll)
        implements java.io.Serializable {

    /** Selects the facts of this account and region. */
    public static FleetView of(String account, String region, Collection<FunctionFacts> facts, Set<String> gone) {
        Map<String, FunctionFacts> byName = new TreeMap<>();
        for (FunctionFacts f : facts) {
            if (f.account().equals(account) && f.region().equals(region)) byName.put(f.function(), f);
        }
        return new FleetView(byName, gone, -1, 0);
    }

    public int count() {
        return functions.size();
    }

    /**
     * The function's reserved concurrency, not counting our limit. The value is -1 if there is no reservation or the
     * function is unknown.
     */
    public int reserved(String function) {
        FunctionFacts facts = functions.get(function);
        return facts == null ? -1 : facts.reservation().previous();
    }

    /** The known queues and streams that feed the function. */
    public TriggerFacts triggers(String function) {
        FunctionFacts facts = functions.get(function);
        return facts == null ? TriggerFacts.UNKNOWN : facts.triggers();
    }

    public Map<String, String> tags(String function) {
        FunctionFacts facts = functions.get(function);
        return facts == null ? Map.of() : facts.tags();
    }
}
