package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.ControlSettings;
import dev.breakwater.engine.control.FleetView;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.policy.Policy;
import dev.breakwater.engine.policy.PolicyBook;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.ScopeKind;

/** The policies, settings and facts that apply in a step of control. */
public record Terms(PolicyBook book, ControlSettings settings, FleetView fleet) {

    /** The policy of a scope. Groups and accounts have the last policy of the book. */
    public Policy policyFor(ScopeKind kind, String key) {
        return kind == ScopeKind.FUNCTION ? book.forFunction(key, fleet.tags(key)) : book.last();
    }

    public Policy policyFor(IncidentState incident) {
        return policyFor(incident.scope.kind(), incident.scope.key());
    }

    /** The mode of the policy book, or the policy's mode if that allows less. */
    public Mode mode(ScopeKind kind, String key) {
        Mode most = policyFor(kind, key).mode();
        return book.mode().atLeast(most) ? most : book.mode();
    }

    public Mode mode(IncidentState incident) {
        return mode(incident.scope.kind(), incident.scope.key());
    }

    /**
     * The account's concurrency limit as last read. Before the first reading, the limit is the value with which the job
     * was built.
     */
    public int concurrency() {
        return fleet.concurrency() >= 0 ? fleet.concurrency() : settings.accountConcurrency();
    }

    /** Whether the account's concurrency limit is assumed. */
    public boolean limitAssumed() {
        return fleet.concurrency() < 0 && settings.limitAssumed();
    }

    /** Whether this is a recording. A recording's throttles are simulated and do not change its traffic. */
    public boolean recorded() {
        return settings.restateEvery().isZero();
    }

    /** Whether throttles wait for a person's approval. */
    public boolean isApproving(IncidentState incident) {
        return mode(incident) == Mode.APPROVE;
    }
}
