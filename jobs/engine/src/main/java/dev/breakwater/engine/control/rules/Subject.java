package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.Lever;

/**
 * The subject of a decision.
 *
 * @param incident       id of the incident, or empty
 * @param excessHourNano cost above the expectation in the trailing 60 minutes, nano-USD
 * @param found          the finding that explains the decision, or {@link Finding#NONE}
 */
public record Subject(Scope scope, String incident, long excessHourNano, Finding found) {

    public static Subject of(IncidentState i) {
        return new Subject(i.scope, i.id, i.money.excessHourNano, i.evidence.found);
    }

    /** A subject without an incident, or with a closed one. */
    public static Subject of(Scope scope, String incident) {
        return new Subject(scope, incident, 0, Finding.NONE);
    }

    /**
     * The limit in a decision.
     *
     * @param limit    the limit to set, or -1
     * @param previous the value before our first limit, or -1
     * @param until    end of the lease, epoch milliseconds, or -1
     */
    public record Limit(int limit, int previous, long until, Lever lever) {
        public static final Limit NONE = new Limit(-1, -1, -1, Lever.RESERVATION);

        public static Limit of(LeaseState lease) {
            return new Limit(lease.current, lease.previous, lease.times.maxUntil, lease.lever);
        }

        /** No limit, but a time (epoch milliseconds) until which the decision applies. */
        public static Limit until(long end) {
            return new Limit(-1, -1, end, Lever.RESERVATION);
        }

        /** The same lease with no limit to set, because its limit is released. */
        public Limit back() {
            return new Limit(-1, previous, until, lever);
        }
    }
}
