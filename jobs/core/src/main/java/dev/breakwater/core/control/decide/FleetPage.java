package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.AlertState;
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
import dev.breakwater.core.policy.Mode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One alert that replaces many alerts of an account and region. The page covers incidents that page in the same arrival
 * minute. The page also covers incidents that exceed the limit on alerts per hour or night, and all throttles that the
 * blast radius prevents. The page ends when its incidents end.
 */
final class FleetPage {
    /** An incident counts as waiting for a throttle only until this long after the last refused throttle. */
    private static final long WAITED_NO_LONGER = 5 * Step.MINUTE;

    /** In fleet mode, the page notifies people again when its total cost has grown by this factor. */
    private static final int GROWN = 2;

    /**
     * In fleet mode, the page notifies people of a single incident whose cost is at least the total cost divided by
     * this number.
     */
    private static final int PART = 5;

    /** The most notifications in an hour that are for a single incident. */
    private static final int MOST_ALONE = 6;

    private static final double NANO = 1e9;
    private static final Comparator<IncidentState> COSTLIEST =
            Comparator.comparingLong((IncidentState i) -> -i.billedHourNano).thenComparing(IncidentState::scope);

    private final Step step;

    FleetPage(Step step) {
        this.step = step;
    }

    /** Reports these incidents together. If the page is already open, it notifies people again. */
    void together(List<IncidentState> incidents, long minute) {
        for (IncidentState incident : incidents) add(incident);
        open(minute);
    }

    private void add(IncidentState incident) {
        AlertState alert = step.state.fleetAlert;
        incident.unrung |= isTold() && !(isOfMany() && step.alerts.isNoNews(alert, incident));
        incident.inFleetPage = true;
        incident.tellAgain = false;
    }

    /**
     * Adds an incident if the page notified people minutes ago of incidents that are at least as bad. Otherwise, the
     * result is false, because people must be notified.
     */
    boolean takes(IncidentState incident) {
        boolean takes = isOfMany() && step.alerts.isNoNews(step.state.fleetAlert, incident);
        if (takes) add(incident);
        return takes;
    }

    private boolean isTold() {
        return step.state.fleetAlert != null && step.state.fleetAlert.isTold();
    }

    /**
     * Whether people know the page and it reports incidents because they paged at the same time. Otherwise, the page
     * reports incidents because the limit on alerts was reached.
     */
    private boolean isOfMany() {
        return isTold() && !step.rings.together() && told().anyMatch(i -> i.inFleetPage);
    }

    /** Adds an incident because the limit on alerts of the hour or the night was reached. */
    boolean holdsBack(IncidentState incident, long minute) {
        if (step.rings.mayRing()) return false;
        step.state.heldBack++;
        holdBack(incident, minute);
        return true;
    }

    /** Adds an incident whose own alert may not notify people again. */
    void holdBack(IncidentState incident, long minute) {
        step.rings.goTogether(incident.severity);
        incident.unrung = true;
        together(List.of(incident), minute);
    }

    /**
     * The page's key if it is open, otherwise empty. Each page has its own key, because a pager notifies people only of
     * new keys.
     */
    String key() {
        if (step.state.fleetAlert == null) return "";
        return FleetStatus.KEY + step.state.account + '/' + step.state.region + '/' + step.state.fleetPageMinute;
    }

    void refused(Reason reason, long minute) {
        if (reason != Reason.RADIUS_AT_ONCE && reason != Reason.RADIUS_PER_HOUR) return;
        step.state.radiusRefusedAt = step.now;
        open(minute);
    }

    private void open(long minute) {
        if (step.state.fleetAlert != null) return;
        step.state.fleetPageMinute = minute;
        step.state.fleetAlert = new AlertState();
        step.decide(DecisionType.PAGE, Reason.FLEET_PAGE, subject(), minute, Subject.Limit.NONE, "");
    }

    /** Sends each change of the page, and the page's end. */
    void follow() {
        AlertState alert = step.state.fleetAlert;
        if (alert == null) return;
        told().filter(step.alerts::isCalm).forEach(FleetPage::leave);
        if (isOver()) {
            resolve();
            return;
        }
        List<IncidentState> told = told().sorted(COSTLIEST).toList();
        boolean first = !alert.isTold();
        if (!first) hear(alert);
        boolean rings = rings(alert, told);
        // a pager notifies people of a new key, so the first event must wait until that is allowed
        if (first && !rings) return;
        FleetStatus status = status(told);
        String words = words(status, told);
        boolean news = !words.equals(alert.said);
        boolean states = !step.terms.recorded() && step.now >= alert.statedAt + Step.MINUTE;
        if (rings) rang(alert, told, first);
        if (rings || news) {
            step.alerts.note(alert, told);
            alert.said = words;
            step.out.events.add(event(first ? EventType.TRIGGER : EventType.UPDATE, status));
        } else if (states) {
            alert.statedAt = step.now;
            step.out.events.add(event(EventType.STANDS, status));
        }
    }

    /** Marks incidents that became far worse, or whose throttle is gone, for the page's next notification. */
    private void hear(AlertState alert) {
        if (isOfMany()) step.alerts.join(alert, told().filter(i -> i.inFleetPage && !i.unrung));
        told().filter(i -> i.inFleetPage)
                .filter(i -> step.alerts.isWorse(alert, i) || step.alerts.isFree(alert, i))
                .forEach(i -> i.unrung = true);
    }

    private String words(FleetStatus s, List<IncidentState> told) {
        return s.taken() + "/" + s.places() + '/' + s.setInHour() + '/' + s.all() + ' ' + step.alerts.words(told);
    }

    private boolean rings(AlertState alert, List<IncidentState> told) {
        boolean first = !alert.isTold();
        boolean waits = first || told.stream().anyMatch(i -> i.unrung);
        long sum = Alerts.hourNano(told);
        if (!step.rings.together()) {
            boolean news = waits || alert.hourNano > 0 && sum >= Alerts.COSTLIER * alert.hourNano;
            if (!news || step.rings.mayRing()) return news;
            step.rings.goTogether(Severity.CRITICAL);
        }
        if (first) return step.rings.nightAllowsOne();
        if (!step.rings.nightAllows()) return false;
        boolean hourly = waits && step.now >= step.state.fleetRangAt + Step.HOUR;
        boolean grown = sum > 0 && sum >= GROWN * alert.hourNano;
        return hourly || grown || alone(told, sum);
    }

    private boolean alone(List<IncidentState> told, long sum) {
        boolean any = step.state.rangAloneAt.size() < MOST_ALONE
                && told.stream().anyMatch(i -> i.unrung && !isHeld(i) && i.hourNano() >= sum / PART);
        if (any && step.now < step.state.fleetRangAt + Step.HOUR) step.state.rangAloneAt.add(step.now);
        return any;
    }

    private boolean isHeld(IncidentState i) {
        return i.scopeKind == ScopeKind.FUNCTION && step.hold(i.key).stage() == Hold.Stage.HELD;
    }

    private void rang(AlertState alert, List<IncidentState> told, boolean first) {
        if (!first) alert.ring++;
        alert.rangAt = step.now;
        alert.severity = Severity.CRITICAL;
        alert.hourNano = Math.max(alert.hourNano, Alerts.hourNano(told));
        step.state.fleetRangAt = step.now;
        step.rings.rang();
        for (IncidentState i : told) {
            i.unrung = false;
            if (i.inFleetPage) i.rang();
        }
    }

    void resolve() {
        if (step.state.fleetAlert == null) return;
        step.decide(DecisionType.CLOSE, Reason.FLEET_PAGE, subject(), -1, Subject.Limit.NONE, "");
        if (step.state.fleetAlert.isTold()) {
            List<IncidentState> told = told().sorted(COSTLIEST).toList();
            step.out.events.add(event(EventType.RESOLVE, status(told)));
        }
        // include incidents that a mode or an acceptance silences, because they may have to be reported later
        step.state.open.values().forEach(FleetPage::leave);
        step.state.ended.values().forEach(FleetPage::leave);
        step.state.fleetAlert = null;
        step.state.fleetPageMinute = -1;
        step.state.heldBack = 0;
    }

    static void leave(IncidentState incident) {
        incident.inFleetPage = false;
        incident.unrung = false;
    }

    /** When the page may notify people of waiting incidents, or Long.MAX_VALUE. */
    long ringsAt() {
        AlertState alert = step.state.fleetAlert;
        boolean waits = alert != null && (!alert.isTold() || told().anyMatch(i -> i.unrung));
        return waits ? Math.max(step.now + Step.MINUTE, step.state.fleetRangAt + Step.HOUR) : Long.MAX_VALUE;
    }

    /**
     * The time from which no incident counts as waiting for a throttle. After that time, the leases show whether
     * another function may be throttled.
     */
    long dueAt() {
        return Math.max(step.state.radiusRefusedAt + WAITED_NO_LONGER, step.state.fleetModeUntil);
    }

    /** Whether the page may end. The page stays open for new incidents while the limit on alerts is exhausted. */
    private boolean isOver() {
        boolean told = told().anyMatch(i -> i.inFleetPage);
        return !told && step.now >= dueAt() && placeFree();
    }

    /**
     * Whether the blast radius allows another throttle. The result is also true if no limit is held and the radius is
     * 0, because in that case a release cannot help.
     */
    private boolean placeFree() {
        // a surge can take the place of a budget's throttle
        int held = Admission.places(step).size() - step.budgets.held();
        int set = Admission.setInLastHour(step);
        return (held == 0 || held < Admission.allowedAtOnce(step))
                && (set == 0 || set < Admission.radius(step).perHour());
    }

    private Stream<IncidentState> told() {
        return Stream.concat(step.state.open.values().stream(), step.state.ended.values().stream())
                .filter(i -> i.pagedAt >= 0 && !step.accepted.is(i.scope()))
                .filter(i -> step.terms.mode(i) != Mode.OBSERVE);
    }

    /** The status of these incidents, with the most expensive first. */
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
                Admission.setInLastHour(step),
                Admission.radius(step).perHour(),
                functions,
                step.state.heldBack);
    }

    private FleetStatus.Surge surge(IncidentState i) {
        boolean function = i.scopeKind == ScopeKind.FUNCTION;
        return new FleetStatus.Surge(
                i.id, FleetStatus.nameOf(i.scope()), i.kind, i.nowNano / NANO, function ? step.hold(i.key) : Hold.NONE);
    }

    private Subject subject() {
        Scope scope = scope();
        // the id must differ from the id of an account's surge with the same first minute
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
                                subject().incident(), key(), scope(), IncidentKind.SPREAD, Severity.CRITICAL),
                        new IncidentSnapshot.Times(step.state.newestMinute, step.state.fleetPageMinute, -1, -1, -1),
                        Finding.NONE,
                        money(),
                        IncidentSnapshot.Limits.NONE,
                        status)
                .by(new IncidentSnapshot.Ring(step.state.fleetAlert.ring, ""));
    }

    private IncidentSnapshot.Money money() {
        List<IncidentState> told = told().toList();
        return new IncidentSnapshot.Money(
                told.stream().mapToLong(i -> i.billedNano).sum(),
                told.stream().mapToLong(i -> i.nowNano).sum(),
                told.stream().mapToLong(i -> i.billedHourNano).sum(),
                told.stream().mapToLong(i -> i.excessHourNano).sum(),
                told.stream().mapToLong(i -> i.avertedNano).sum(),
                told.stream().mapToLong(IncidentState::refusedGood).sum(),
                1);
    }
}
