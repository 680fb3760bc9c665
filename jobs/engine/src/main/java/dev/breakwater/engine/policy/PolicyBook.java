package dev.breakwater.engine.policy;

import dev.breakwater.engine.policy.Windows.Window;
import dev.breakwater.model.FunctionKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The policies in order. The first policy that matches a function applies. The last policy matches every function, and
 * also applies to groups and accounts.
 *
 * @param mode     the most that any policy may do
 * @param policies at least one policy; the last policy matches every function
 * @param groups   scopes between a function and its account
 * @param radius   limits on the number of throttles in an account and region
 * @param windows  planned surges
 */
public record PolicyBook(Mode mode, List<Policy> policies, List<Group> groups, BlastRadius radius, List<Window> windows)
        implements java.io.Serializable {

    /** The book with the policies that apply in an account. */
    public PolicyBook in(String account) {
        List<Policy> here =
                policies.stream().filter(p -> p.match().isIn(account)).toList();
        return here.size() == policies.size() ? this : new PolicyBook(mode, here, groups, radius, windows);
    }

    /**
     * The policy of a function. The policy of a replica at the edge never throttles, because a replica cannot be
     * throttled.
     */
    public Policy forFunction(String function, Map<String, String> tags) {
        Policy first = first(function, tags);
        return FunctionKey.isReplica(function) ? first.pageOnly() : first;
    }

    private Policy first(String function, Map<String, String> tags) {
        for (Policy policy : policies) {
            if (policy.match().matches(function, tags)) return policy;
        }
        return last();
    }

    /** Whether any threshold in the book follows the usual spend of accounts. */
    public boolean isAutomatic() {
        return policies.stream().anyMatch(p -> p.auto().any());
    }

    /** The planned surges that apply to a function. */
    public Windows windowsOf(String function, Map<String, String> tags) {
        if (windows.isEmpty()) return Windows.NONE;
        return new Windows(
                windows.stream().filter(w -> w.match().matches(function, tags)).toList());
    }

    /** The group with this name, or null if there is none. */
    public @Nullable Group group(String name) {
        for (Group group : groups) if (group.name().equals(name)) return group;
        return null;
    }

    public Policy last() {
        return policies.get(policies.size() - 1);
    }

    /**
     * The blast radius: limits on the number of throttles in one account and region.
     *
     * @param atOnce           the most throttles at once, at least 0
     * @param shareOfFunctions the share of the known functions that may be throttled at once, 0 to 1
     * @param perHour          the most new throttles within any 60 minutes
     * @param keepUnreserved   concurrency that must stay unreserved
     */
    public record BlastRadius(int atOnce, double shareOfFunctions, int perHour, int keepUnreserved)
            implements java.io.Serializable {

        /** How many of these functions may be throttled at once: min(atOnce, max(1, ceil(share x functions))). */
        public int allowedAtOnce(int functions) {
            return Math.min(atOnce, Math.max(1, (int) Math.ceil(shareOfFunctions * functions)));
        }
    }

    /**
     * A group of functions that are also judged together, such as the functions of a workflow, a team or a tenant. A
     * group is judged separately in each account and region.
     *
     * @param name  unique in the book
     * @param match the functions that belong to the group
     */
    public record Group(String name, Match match) implements java.io.Serializable {}

    /** The actions that the job may take. Each mode also allows everything that the modes before it allow. */
    public enum Mode {
        /** Only record what the job would do, without alerts. */
        OBSERVE,
        /** Raise alarms. */
        ALERT,
        /** Propose throttles to a person. */
        APPROVE,
        /** Throttle and release. */
        ENFORCE;

        public boolean atLeast(Mode other) {
            return compareTo(other) >= 0;
        }
    }
}
