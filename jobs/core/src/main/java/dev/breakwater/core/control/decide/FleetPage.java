package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.DecisionType;
import dev.breakwater.core.control.Finding;
import dev.breakwater.core.control.FleetStatus;
import dev.breakwater.core.control.Hold;
import dev.breakwater.core.control.IncidentId;
import dev.breakwater.core.control.IncidentSnapshot;
import dev.breakwater.core.control.IncidentSnapshot.EventType;
import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.IncidentKind;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.Scope;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.model.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One page for an account and region instead of many: for incidents that page in the same arrival minute, and where the
 * blast radius is exhausted instead of one for each refusal. It is over when what it tells of is.
 */
final class FleetPage {
    /** Where nothing was refused for so long, nobody waits for a place. */
    private static final long WAITED_NO_LONGER = 5 * Step.MINUTE;

    private static final double NANO = 1e9;

    private final Step step;

    FleetPage(Step step) {
        this.step = step;
    }

    /** Tells of these together. */
    void together(List<IncidentState> incidents, long minute) {
        for (IncidentState incident : incidents) incident.inFleetPage = true;
        open(minute);
    }

    void refused(Reason reason, long minute) {
        if (reason != Reason.RADIUS_AT_ONCE && reason != Reason.RADIUS_PER_HOUR) return;
        step.state.radiusRefusedAt = step.now;
        open(minute);
    }

    private void open(long minute) {
        if (step.state.fleetPageMinute >= 0) return;
        step.state.fleetPageMinute = minute;
        step.state.fleetTold = "";
        step.decide(DecisionType.PAGE, Reason.FLEET_PAGE, subject(), minute, Subject.Limit.NONE, "");
    }

    /** Tells what is new, and that it is over. */
    void follow() {
        if (step.state.fleetPageMinute < 0) return;
        if (isOver()) {
            resolve();
            return;
        }
        FleetStatus status = status();
        String said = status.taken() + "/" + status.places() + '/' + status.all();
        for (FleetStatus.Surge s : status.surges())
            said += ' ' + s.name() + s.hold().stage();
        if (said.equals(step.state.fleetTold)) return;
        boolean first = step.state.fleetTold == null || step.state.fleetTold.isEmpty();
        step.state.fleetTold = said;
        step.out.events.add(event(first ? EventType.TRIGGER : EventType.UPDATE, status));
    }

    void resolve() {
        if (step.state.fleetPageMinute < 0) return;
        step.decide(DecisionType.CLOSE, Reason.FLEET_PAGE, subject(), -1, Subject.Limit.NONE, "");
        step.out.events.add(event(EventType.RESOLVE, status()));
        step.state.fleetPageMinute = -1;
        step.state.fleetTold = "";
    }

    /** When nobody waits for a place any more; whether one is free by then depends on the leases. */
    long dueAt() {
        return step.state.radiusRefusedAt + WAITED_NO_LONGER;
    }

    private boolean isOver() {
        boolean told = told().anyMatch(i -> i.inFleetPage);
        return !told && step.now >= dueAt() && placeFree();
    }

    /** Also when nothing is held: a radius of 0 has no place to wait for. */
    private boolean placeFree() {
        // a surge takes the place of a budget's throttle
        int held = Admission.places(step).size() - step.budgets.held();
        int set = Admission.setInLastHour(step);
        return (held == 0 || held < Admission.allowedAtOnce(step))
                && (set == 0 || set < Admission.radius(step).perHour());
    }

    private Stream<IncidentState> told() {
        return Stream.concat(step.state.open.values().stream(), step.state.ended.values().stream())
                .filter(i -> i.pagedAt >= 0 && !step.accepted.is(i.scope()));
    }

    private FleetStatus status() {
        List<IncidentState> told = told().sorted(Comparator.comparingLong((IncidentState i) -> -i.billedHourNano)
                        .thenComparing(IncidentState::scope))
                .toList();
        List<FleetStatus.Surge> costliest =
                told.stream().limit(FleetStatus.MOST).map(i -> surge(i)).toList();
        List<String> functions = told.stream()
                .filter(i -> i.scopeKind == ScopeKind.FUNCTION)
                .map(i -> i.key)
                .toList();
        return new FleetStatus(
                costliest, told.size(), Admission.places(step).size(), Admission.allowedAtOnce(step), functions);
    }

    private FleetStatus.Surge surge(IncidentState i) {
        boolean function = i.scopeKind == ScopeKind.FUNCTION;
        String name = i.scopeKind == ScopeKind.ACCOUNT ? "account " + i.account : i.key;
        return new FleetStatus.Surge(name, i.kind, i.billedHourNano / NANO, function ? step.hold(i.key) : Hold.NONE);
    }

    private Subject subject() {
        Scope scope = scope();
        // apart from a surge of the account that began in the same minute
        return Subject.of(scope, "fleet-" + IncidentId.of(scope, step.state.fleetPageMinute));
    }

    private Scope scope() {
        return Scope.account(step.state.account, step.state.region);
    }

    private IncidentSnapshot event(EventType type, FleetStatus status) {
        return new IncidentSnapshot(
                type,
                Reason.FLEET_PAGE,
                new IncidentSnapshot.Identity(
                        subject().incident(),
                        FleetStatus.KEY + step.state.account + '/' + step.state.region,
                        scope(),
                        IncidentKind.SPREAD,
                        Severity.CRITICAL),
                new IncidentSnapshot.Times(step.state.newestMinute, step.state.fleetPageMinute, -1, -1, -1),
                Finding.NONE,
                money(),
                IncidentSnapshot.Limits.NONE,
                status);
    }

    private IncidentSnapshot.Money money() {
        List<IncidentState> told = told().toList();
        return new IncidentSnapshot.Money(
                told.stream().mapToLong(i -> i.billedNano).sum(),
                told.stream().mapToLong(i -> i.billedHourNano).sum(),
                told.stream().mapToLong(i -> i.excessHourNano).sum(),
                told.stream().mapToLong(i -> i.avertedNano).sum(),
                told.stream().mapToLong(IncidentState::refusedGood).sum(),
                1);
    }
}
