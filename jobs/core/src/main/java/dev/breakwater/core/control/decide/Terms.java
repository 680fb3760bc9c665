package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.ControlSettings;
import dev.breakwater.core.control.FleetView;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.Policy;
import dev.breakwater.core.policy.PolicyBook;

/** The rules for control in a step. */
record Terms(PolicyBook book, ControlSettings settings, FleetView fleet) {

    /** The policy of a scope. Groups and accounts use the last policy. */
    Policy policyFor(ScopeKind kind, String key) {
        return kind == ScopeKind.FUNCTION ? book.forFunction(key, fleet.tags(key)) : book.last();
    }

    Policy policyFor(IncidentState incident) {
        return policyFor(incident.scopeKind, incident.key);
    }

    /** The file's mode, or the policy's if that allows less. */
    Mode mode(ScopeKind kind, String key) {
        Mode most = policyFor(kind, key).mode();
        return book.mode().atLeast(most) ? most : book.mode();
    }

    Mode mode(IncidentState incident) {
        return mode(incident.scopeKind, incident.key);
    }

    /** The account's concurrency limit: the last reading or, without one, the value when the job was built. */
    int concurrency() {
        return fleet.concurrency() >= 0 ? fleet.concurrency() : settings.accountConcurrency();
    }

    /** Whether the account's concurrency limit is assumed. */
    boolean limitAssumed() {
        return fleet.concurrency() < 0 && settings.limitAssumed();
    }

    /** Whether throttles are simulated. In a recording, the traffic continues without them. */
    boolean recorded() {
        return settings.restateEvery().isZero();
    }

    /** Whether throttles wait for a human's answer. */
    boolean isApproving(IncidentState incident) {
        return mode(incident) == Mode.APPROVE;
    }
}
