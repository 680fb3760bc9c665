package dev.breakwater.core.policy;

import java.util.List;
import java.util.Map;

/**
 * The policies in order: the first match wins, the last one speaks for everything, groups and accounts included.
 *
 * @param mode     the most that any policy may do
 * @param policies at least one; the last matches every function
 * @param groups   scopes between a function and its account
 * @param radius   bounds on all throttles of an account and region together
 */
public record PolicyBook(Mode mode, List<Policy> policies, List<Group> groups, BlastRadius radius)
        implements java.io.Serializable {

    public Policy forFunction(String function, Map<String, String> tags) {
        for (Policy policy : policies) {
            if (policy.match().matches(function, tags)) return policy;
        }
        return last();
    }

    /** The group of that name, or null when the book has none. */
    public Group group(String name) {
        for (Group group : groups) if (group.name().equals(name)) return group;
        return null;
    }

    public Policy last() {
        return policies.get(policies.size() - 1);
    }
}
