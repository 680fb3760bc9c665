package dev.breakwater.guard.stage;

import dev.breakwater.engine.policy.PolicyBook.Group;
import dev.breakwater.model.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the groups that a function belongs to, and remembers the result for each known function. */
final class Memberships {

    private record Known(Map<String, String> tags, List<Scope> groups) {}

    private final List<Group> groups;
    private final Map<Scope, Known> known = new HashMap<>();

    Memberships(List<Group> groups) {
        this.groups = groups;
    }

    List<Scope> of(Scope function, Map<String, String> tags) {
        if (groups.isEmpty()) return List.of();
        Known before = known.get(function);
        if (before != null && before.tags().equals(tags)) return before.groups();
        List<Scope> found = groups.stream()
                .filter(g -> g.match().matches(function.key(), tags))
                .map(g -> Scope.group(function.account(), function.region(), g.name()))
                .toList();
        known.put(function, new Known(tags, found));
        return found;
    }

    void forget(Scope function) {
        known.remove(function);
    }
}
