package dev.breakwater.core.control;

import dev.breakwater.core.policy.FunctionFacts;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The functions that the inventory knows in one account and region.
 *
 * @param functions facts by function name
 */
public record FleetView(Map<String, FunctionFacts> functions) implements java.io.Serializable {

    /** Takes those facts that lie in the account and region. */
    public static FleetView of(String account, String region, Collection<FunctionFacts> facts) {
        Map<String, FunctionFacts> byName = new TreeMap<>();
        for (FunctionFacts f : facts) {
            if (f.account().equals(account) && f.region().equals(region)) byName.put(f.function(), f);
        }
        return new FleetView(byName);
    }

    public int count() {
        return functions.size();
    }

    /** Reserved concurrency found, or -1 when none is set or the function is unknown. */
    public int reserved(String function) {
        FunctionFacts facts = functions.get(function);
        return facts == null ? -1 : facts.reserved();
    }

    public Map<String, String> tags(String function) {
        FunctionFacts facts = functions.get(function);
        return facts == null ? Map.of() : facts.tags();
    }
}
