package dev.breakwater.engine.policy;

import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.Glob;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Selects functions. One of the patterns and all tags must match. Where accounts are named, {@link PolicyBook#in}
 * applies them.
 *
 * @param patterns globs for the name: {@code *} matches any characters
 * @param tags     the tags that a function must have, with exactly these values
 * @param accounts the accounts of the functions; empty for all
 */
public record Match(List<String> patterns, Map<String, String> tags, Set<String> accounts)
        implements java.io.Serializable {

    /** Selects functions in every account by one pattern. */
    public Match(String pattern, Map<String, String> tags) {
        this(List.of(pattern), tags, Set.of());
    }

    boolean isIn(String account) {
        return accounts.isEmpty() || accounts.contains(account);
    }

    /** Whether a function with this name and these tags matches. */
    public boolean matches(String function, Map<String, String> functionTags) {
        return named(function) && tagged(functionTags);
    }

    private boolean tagged(Map<String, String> functionTags) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (!tag.getValue().equals(functionTags.get(tag.getKey()))) return false;
        }
        return true;
    }

    /** Whether the name matches. A pattern that matches a function also matches its replicas at the edge. */
    private boolean named(String function) {
        return patterns.stream()
                .anyMatch(p -> Glob.matches(p, function)
                        || FunctionKey.isReplica(function) && Glob.matches(p, FunctionKey.homeName(function)));
    }
}
