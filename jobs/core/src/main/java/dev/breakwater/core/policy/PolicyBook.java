package dev.breakwater.core.policy;

import java.util.List;
import java.util.Map;

/**
 * The policies in order: the first match wins, the last one speaks for everything, groups and accounts included.
 *
 * @param mode     the most that any policy may do
 * @param policies at least one; the last matches every function
 * @param radius   bounds on all throttles of an account and region together
 */
public record PolicyBook(Mode mode, List<Policy> policies, BlastRadius radius) implements java.io.Serializable {

    public Policy forFunction(String function, Map<String, String> tags) {
        for (Policy policy : policies) {
            if (policy.matches(function, tags)) return policy;
        }
        return last();
    }

    public Policy last() {
        return policies.get(policies.size() - 1);
    }
}
