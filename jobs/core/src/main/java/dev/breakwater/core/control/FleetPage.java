package dev.breakwater.core.control;

import dev.breakwater.core.control.IncidentEvent.EventType;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.model.Severity;

/** One page for the whole account when the blast radius is exhausted, instead of one for each refusal. */
final class FleetPage {

    private FleetPage() {}

    static void refused(Step step, Reason reason, long minute) {
        if (reason != Reason.RADIUS_AT_ONCE && reason != Reason.RADIUS_PER_HOUR) return;
        step.state.radiusRefusedAt = step.now;
        if (step.state.fleetPageMinute >= 0) return;
        step.state.fleetPageMinute = minute;
        step.decide(DecisionType.PAGE, Reason.FLEET_PAGE, subject(step), minute, null);
        tell(step, EventType.TRIGGER);
    }

    static void resolveDue(Step step) {
        if (step.state.fleetPageMinute >= 0 && step.now >= dueAt(step.state) && slotFree(step)) resolve(step);
    }

    static void resolve(Step step) {
        if (step.state.fleetPageMinute < 0) return;
        step.decide(DecisionType.CLOSE, Reason.FLEET_PAGE, subject(step), -1, null);
        tell(step, EventType.RESOLVE);
        step.state.fleetPageMinute = -1;
    }

    /** When the last refusal is an hour old; whether a slot is free by then depends on the leases. */
    static long dueAt(ControlState state) {
        return state.radiusRefusedAt + Step.HOUR;
    }

    /** Also when nothing is held: a radius of 0 has no slot to wait for. */
    private static boolean slotFree(Step step) {
        // a surge takes the place of a budget's throttle
        int held = step.state.leases.size() - Orders.held(step);
        long set = Admission.setInLastHour(step);
        return (held == 0 || held < Admission.allowedAtOnce(step))
                && (set == 0 || set < Admission.radius(step).perHour());
    }

    private static void tell(Step step, EventType type) {
        String key = "breakwater/fleet/" + step.state.account + '/' + step.state.region;
        step.tell(type, subject(step), Reason.FLEET_PAGE, key);
    }

    private static IncidentState subject(Step step) {
        IncidentState fleet = new IncidentState();
        fleet.scopeKind = ScopeKind.ACCOUNT;
        fleet.account = step.state.account;
        fleet.region = step.state.region;
        fleet.key = Scope.WHOLE;
        fleet.kind = IncidentKind.SPREAD;
        fleet.severity = Severity.CRITICAL;
        fleet.onset = step.state.fleetPageMinute;
        fleet.lastMinute = step.state.newestMinute;
        // apart from a surge of the account that began in the same minute
        fleet.id = "fleet-" + IncidentId.of(fleet.scope(), fleet.onset);
        return fleet;
    }
}
