package dev.breakwater.guard.stage;

import dev.breakwater.core.model.Scope;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Group;
import dev.breakwater.guard.GuardSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The groups that a function belongs to. Remembers each answer: there are at most as many as functions are kept. */
final class Memberships {

    private final List<Group> groups;
    private final Map<String, FunctionFacts> fleet;
    private final Map<String, List<Scope>> known = new HashMap<>();

    Memberships(GuardSettings settings) {
        this.groups = settings.book().groups();
        this.fleet = settings.fleet();
    }

    List<Scope> of(Scope function) {
        if (groups.isEmpty()) return List.of();
        return known.computeIfAbsent(function.accountKey() + '|' + function.key(), key -> find(function, key));
    }

    private List<Scope> find(Scope function, String key) {
        FunctionFacts facts = fleet.get(key);
        Map<String, String> tags = facts == null ? Map.of() : facts.tags();
        return groups.stream()
                .filter(g -> g.match().matches(function.key(), tags))
                .map(g -> Scope.group(function.account(), function.region(), g.name()))
                .toList();
    }

    void forget(Scope function) {
        known.remove(function.accountKey() + '|' + function.key());
    }
}
