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
import java.util.ArrayList;
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

    /** So many alerts an account and region has in an hour; what pages beyond that is told of here. */
    static final int MOST_PER_HOUR = 10;

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

    /** Whether it tells of incidents that paged together minutes ago: what pages now belongs to them. */
    boolean takesMore(long minute) {
        boolean recent = minute * Step.MINUTE <= step.state.fleetPageMinute * Step.MINUTE + SharedAlert.WITHIN;
        boolean together = step.state.fleetPageMinute >= 0 && step.state.heldBack == 0;
        return together && recent && told().anyMatch(i -> i.inFleetPage);
    }

    /** Tells of an incident where the hour has had its alerts, and counts it. */
    boolean holdsBack(IncidentState incident, long minute) {
        if (alertsAt().size() < MOST_PER_HOUR) return false;
        step.state.heldBack++;
        together(List.of(incident), minute);
        return true;
    }

    /** An alert of an incident's own was opened. */
    void alerted() {
        alertsAt().add(step.now);
    }

    void forget() {
        alertsAt().removeIf(at -> step.now >= at + Step.HOUR);
    }

    /** When alerts were opened in the last hour; a state of an earlier version has none. */
    List<Long> alertsAt() {
        if (step.state.alertsAt == null) step.state.alertsAt = new ArrayList<>();
        return step.state.alertsAt;
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
        step.state.heldBack = 0;
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
        return status(told);
    }

    /** Of these, the costliest first. */
    FleetStatus status(List<IncidentState> told) {
        List<FleetStatus.Surge> costliest =
                told.stream().limit(FleetStatus.MOST).map(i -> surge(i)).toList();
        List<String> functions = told.stream()
                .filter(i -> i.scopeKind == ScopeKind.FUNCTION)
                .map(i -> i.key)
                .toList();
        return new FleetStatus(
                costliest,
                told.size(),
                Admission.places(step).size(),
                Admission.allowedAtOnce(step),
                functions,
                step.state.heldBack);
    }

    private FleetStatus.Surge surge(IncidentState i) {
        boolean function = i.scopeKind == ScopeKind.FUNCTION;
        return new FleetStatus.Surge(
                FleetStatus.nameOf(i.scope()),
                i.kind,
                i.billedHourNano / NANO,
                function ? step.hold(i.key) : Hold.NONE);
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
