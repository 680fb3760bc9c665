package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.ControlState;
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

    private FleetPage() {}

    /** Tells of these together. */
    static void together(Step step, List<IncidentState> incidents, long minute) {
        for (IncidentState incident : incidents) incident.inFleetPage = true;
        open(step, minute);
    }

    static void refused(Step step, Reason reason, long minute) {
        if (reason != Reason.RADIUS_AT_ONCE && reason != Reason.RADIUS_PER_HOUR) return;
        step.state.radiusRefusedAt = step.now;
        open(step, minute);
    }

    private static void open(Step step, long minute) {
        if (step.state.fleetPageMinute >= 0) return;
        step.state.fleetPageMinute = minute;
        step.state.fleetTold = "";
        step.decide(DecisionType.PAGE, Reason.FLEET_PAGE, subject(step), minute, Subject.Limit.NONE, "");
    }

    /** Tells what is new, and that it is over. */
    static void follow(Step step) {
        if (step.state.fleetPageMinute < 0) return;
        if (isOver(step)) {
            resolve(step);
            return;
        }
        FleetStatus status = status(step);
        String said = status.taken() + "/" + status.places() + '/' + status.all();
        for (FleetStatus.Surge s : status.surges())
            said += ' ' + s.name() + s.hold().stage();
        if (said.equals(step.state.fleetTold)) return;
        boolean first = step.state.fleetTold == null || step.state.fleetTold.isEmpty();
        step.state.fleetTold = said;
        step.out.events.add(event(step, first ? EventType.TRIGGER : EventType.UPDATE, status));
    }

    static void resolve(Step step) {
        if (step.state.fleetPageMinute < 0) return;
        step.decide(DecisionType.CLOSE, Reason.FLEET_PAGE, subject(step), -1, Subject.Limit.NONE, "");
        step.out.events.add(event(step, EventType.RESOLVE, status(step)));
        step.state.fleetPageMinute = -1;
        step.state.fleetTold = "";
    }

    /** When nobody waits for a place any more; whether one is free by then depends on the leases. */
    static long dueAt(ControlState state) {
        return state.radiusRefusedAt + WAITED_NO_LONGER;
    }

    private static boolean isOver(Step step) {
        boolean told = told(step).anyMatch(i -> i.inFleetPage);
        return !told && step.now >= dueAt(step.state) && placeFree(step);
    }

    /** Also when nothing is held: a radius of 0 has no place to wait for. */
    private static boolean placeFree(Step step) {
        // a surge takes the place of a budget's throttle
        int held = Admission.places(step).size() - BudgetThrottles.held(step);
        int set = Admission.setInLastHour(step);
        return (held == 0 || held < Admission.allowedAtOnce(step))
                && (set == 0 || set < Admission.radius(step).perHour());
    }

    private static Stream<IncidentState> told(Step step) {
        return Stream.concat(step.state.open.values().stream(), step.state.ended.values().stream())
                .filter(i -> i.pagedAt >= 0 && !Accepted.is(step, i.scope()));
    }

    private static FleetStatus status(Step step) {
        List<IncidentState> told = told(step)
                .sorted(Comparator.comparingLong((IncidentState i) -> -i.billedHourNano)
                        .thenComparing(IncidentState::scope))
                .toList();
        List<FleetStatus.Surge> costliest =
                told.stream().limit(FleetStatus.MOST).map(i -> surge(step, i)).toList();
        return new FleetStatus(costliest, told.size(), Admission.places(step).size(), Admission.allowedAtOnce(step));
    }

    private static FleetStatus.Surge surge(Step step, IncidentState i) {
        boolean function = i.scopeKind == ScopeKind.FUNCTION;
        String name = i.scopeKind == ScopeKind.ACCOUNT ? "account " + i.account : i.key;
        return new FleetStatus.Surge(name, i.kind, i.billedHourNano / NANO, function ? step.hold(i.key) : Hold.NONE);
    }

    private static Subject subject(Step step) {
        Scope scope = scope(step);
        // apart from a surge of the account that began in the same minute
        return Subject.of(scope, "fleet-" + IncidentId.of(scope, step.state.fleetPageMinute));
    }

    private static Scope scope(Step step) {
        return Scope.account(step.state.account, step.state.region);
    }

    private static IncidentSnapshot event(Step step, EventType type, FleetStatus status) {
        return new IncidentSnapshot(
                type,
                Reason.FLEET_PAGE,
                new IncidentSnapshot.Identity(
                        subject(step).incident(),
                        "breakwater/fleet/" + step.state.account + '/' + step.state.region,
                        scope(step),
                        IncidentKind.SPREAD,
                        Severity.CRITICAL),
                new IncidentSnapshot.Times(step.state.newestMinute, step.state.fleetPageMinute, -1, -1, -1),
                Finding.NONE,
                money(step),
                IncidentSnapshot.Limits.NONE,
                status);
    }

    private static IncidentSnapshot.Money money(Step step) {
        List<IncidentState> told = told(step).toList();
        return new IncidentSnapshot.Money(
                told.stream().mapToLong(i -> i.billedNano).sum(),
                told.stream().mapToLong(i -> i.billedHourNano).sum(),
                told.stream().mapToLong(i -> i.excessHourNano).sum(),
                told.stream().mapToLong(i -> i.avertedNano).sum(),
                told.stream().mapToLong(IncidentState::refusedGood).sum(),
                1);
    }
}
