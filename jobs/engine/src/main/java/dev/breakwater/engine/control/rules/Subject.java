package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.model.Scope;

/**
 * The subject of a decision.
 *
 * @param incident       id of the incident, or empty
 * @param billedHourNano billed above the expectation in the trailing 60 minutes, nano-USD
 * @param found          the finding that explains the decision, or {@link Finding#NONE}
 */
public record Subject(Scope scope, String incident, long billedHourNano, Finding found) {

    public static Subject of(IncidentState i) {
        return new Subject(i.scope, i.id, i.money.billedHourNano, i.evidence.found);
    }

    /** A subject without an incident, or with a closed one. */
    public static Subject of(Scope scope, String incident) {
        return new Subject(scope, incident, 0, Finding.NONE);
    }
}
