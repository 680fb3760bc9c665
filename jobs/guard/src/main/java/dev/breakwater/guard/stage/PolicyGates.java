package dev.breakwater.guard.stage;

import dev.breakwater.core.detect.Gates;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.FunctionFacts;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.PolicyBook;
import dev.breakwater.guard.GuardSettings;
import java.io.Serializable;
import java.util.Map;

/** The money gates that the policy of a scope sets; a group has no cap while it is young, its members have. */
final class PolicyGates implements Serializable {

    private final PolicyBook book;
    private final Map<String, FunctionFacts> fleet;

    PolicyGates(GuardSettings settings) {
        this.book = settings.book();
        this.fleet = settings.fleet();
    }

    Gates of(Scope scope) {
        Policy policy = book.last();
        if (scope.kind() == ScopeKind.FUNCTION) {
            FunctionFacts facts = fleet.get(scope.accountKey() + '|' + scope.key());
            policy = book.forFunction(scope.key(), facts == null ? Map.of() : facts.tags());
        }
        long young = scope.kind() == ScopeKind.FUNCTION ? policy.youngNanoPerHour() : Long.MAX_VALUE;
        return new Gates(policy.warnNanoPerHour(), policy.pageNanoPerHour(), young);
    }
}
