package dev.breakwater.engine.control.incident;

import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.FleetStatus;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentId;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.rules.Accepted;
import dev.breakwater.engine.control.rules.Radius;
import dev.breakwater.engine.control.rules.Step;
import dev.breakwater.engine.control.rules.Step.Subject;
import dev.breakwater.engine.control.state.AlertState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Projection;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import dev.breakwater.model.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One alert that replaces many alerts of an account and region. The page covers incidents that page in the same arrival
 * minute. The page also covers incidents that exceed the limit on alerts per hour or night, and all throttles that the
 * blast radius prevents. The page ends when its incidents end.
 */
public record FleetPage(Step step, Radius radius, Rings rings, AlertChanges changes, Accepted accepted) {
    /** When this much time has passed since the last refused throttle, no incident counts as waiting for a throttle. */
    private static final long WAITED_NO_LONGER = 5 * Step.MINUTE;

    /** In fleet mode, the page notifies people again when its total cost has grown by this factor. */
    private static final int GROWN = 2;

    /**
     * In fleet mode, the page notifies people of a single incident whose cost is at least the total cost divided by
     * this number.
     */
    private static final int PART = 5;

    /** The largest number of notifications about single incidents in an hour. */
    private static final int MOST_ALONE = 6;

    private static final Comparator<IncidentState> COSTLIEST_NOW =
            Comparator.comparingLong((IncidentState i) -> -i.money.nowNano).thenComparing(AlertChanges.MOST_EXPENSIVE);

    /** Reports these incidents together. If the page is already open, it notifies people again. */
    public void together(List<IncidentState> incidents, long minute) {
        for (IncidentState incident : incidents) add(incident);
        open(minute);
    }

    private void add(IncidentState incident) {
        AlertState alert = step.state.fleetPage.alert;
        if (alert != null && alert.isTold())
            incident.notices.unrung |= !(isOfMany() && changes.isNoNews(alert, incident));
        incident.notices.inFleetPage = true;
        incident.notices.tellAgain = false;
    }

    /**
     * Adds an incident if the page notified people minutes ago of incidents that are at least as bad. Otherwise, the
     * result is false, because people must be notified.
     */
    public boolean takes(IncidentState incident) {
        AlertState alert = step.state.fleetPage.alert;
        boolean takes = alert != null && isOfMany() && changes.isNoNews(alert, incident);
        if (takes) add(incident);
        return takes;
    }

    private boolean isTold() {
        return step.state.fleetPage.alert != null && step.state.fleetPage.alert.isTold();
    }

    /**
     * Whether people know the page, and the page reports incidents that paged at the same time. A page can also report
     * incidents because the limit on alerts was reached.
     */
    private boolean isOfMany() {
        return isTold() && !rings.together() && told().anyMatch(i -> i.notices.inFleetPage);
    }

    /** Adds an incident because the hour's or the night's limit on alerts was reached. */
    public boolean holdsBack(IncidentState incident, long minute) {
        if (rings.mayRing()) return false;
        step.state.fleetPage.heldBack++;
        holdBack(incident, minute);
        return true;
    }

    /** Adds an incident whose own alert may not notify people again. */
    void holdBack(IncidentState incident, long minute) {
        rings.goTogether(incident.severity);
        incident.notices.unrung = true;
        together(List.of(incident), minute);
    }

    /**
     * The page's key if it is open, otherwise empty. Each page has its own key, because a pager notifies people only of
     * new keys.
     */
    String key() {
        if (step.state.fleetPage.alert == null) return "";
        return FleetStatus.KEY
                + step.state.place.account()
                + '/'
                + step.state.place.region()
                + '/'
                + step.state.fleetPage.minute;
    }

    public void refused(Reason reason, long minute) {
        if (reason != Reason.RADIUS_AT_ONCE && reason != Reason.RADIUS_PER_HOUR) return;
        step.state.fleetPage.radiusRefusedAt = step.now;
        open(minute);
    }

    private void open(long minute) {
        if (step.state.fleetPage.alert != null) return;
        step.state.fleetPage.minute = minute;
        step.state.fleetPage.alert = new AlertState();
        step.decide(DecisionType.PAGE, Reason.FLEET_PAGE, subject(), minute, Decision.Limits.NONE, "");
    }

    /** Sends each change of the page, and the page's end. */
    public void follow() {
        AlertState alert = step.state.fleetPage.alert;
        if (alert == null) return;
        told().filter(changes::isCalm).forEach(FleetPage::leave);
        if (isOver()) {
            resolve();
            return;
        }
        List<IncidentState> told = told().sorted(AlertChanges.MOST_EXPENSIVE).toList();
        boolean first = !alert.isTold();
        if (!first) hear(alert);
        boolean rings = rings(alert, told);
        // a pager notifies people of a new key, so the first event must wait until a notification is allowed
        if (first && !rings) return;
        FleetStatus status = status(told);
        String words = words(status, told);
        boolean news = !words.equals(alert.said);
        boolean states = !step.terms.recorded() && step.now >= alert.statedAt + Step.MINUTE;
        if (rings) rang(alert, told, first);
        if (rings || news) {
            changes.note(alert, told);
            alert.said = words;
            step.out.events.add(event(first ? AlarmAction.TRIGGER : AlarmAction.UPDATE, status));
        } else if (states) {
            alert.statedAt = step.now;
            step.out.events.add(event(AlarmAction.STANDS, status));
        }
    }

    /** Marks incidents for the page's next notification if people must be notified of them. */
    private void hear(AlertState alert) {
        if (isOfMany()) changes.join(alert, told().filter(i -> i.notices.inFleetPage && !i.notices.unrung));
        told().filter(i -> i.notices.inFleetPage)
                .filter(i -> changes.isNews(alert, i))
                .forEach(i -> i.notices.unrung = true);
    }

    private String words(FleetStatus s, List<IncidentState> told) {
        return s.taken() + "/" + s.places() + '/' + s.setInHour() + '/' + s.all() + ' ' + changes.words(told)
                + s.surges().stream().filter(i -> !i.couldNot().isEmpty()).count();
    }

    private boolean rings(AlertState alert, List<IncidentState> told) {
        boolean first = !alert.isTold();
        boolean waits = first || told.stream().anyMatch(i -> i.notices.unrung);
        long sum = AlertChanges.hourNano(told);
        if (!rings.together()) {
            boolean news = waits || alert.hourNano > 0 && sum >= AlertChanges.COSTLIER * alert.hourNano;
            if (!news || rings.mayRing()) return news;
            rings.goTogether(Severity.CRITICAL);
        }
        if (first) return rings.nightAllowsOne();
        if (!rings.nightAllows()) return false;
        boolean hourly = waits && step.now >= step.state.fleetPage.rangAt + Step.HOUR;
        boolean grown = sum > 0 && sum >= GROWN * alert.hourNano;
        boolean asks = told.stream().anyMatch(FleetPage::asksUnrung)
                && step.now >= step.state.fleetPage.rangAt + SharedAlert.WITHIN;
        return hourly || grown || asks || alone(told, sum);
    }

    /** Whether the incident waits for an answer, and no alert has notified people of that yet. */
    private static boolean asksUnrung(IncidentState i) {
        return i.notices.unrung && i.throttle.awaitsAnswer();
    }

    private boolean alone(List<IncidentState> told, long sum) {
        boolean any = step.state.fleetPage.rangAloneAt.size() < MOST_ALONE
                && told.stream().anyMatch(i -> i.notices.unrung && !isHeld(i) && i.hourNano() >= sum / PART);
        if (any && step.now < step.state.fleetPage.rangAt + Step.HOUR) step.state.fleetPage.rangAloneAt.add(step.now);
        return any;
    }

    private boolean isHeld(IncidentState i) {
        return i.scope.kind() == ScopeKind.FUNCTION && step.hold(i.scope.key()).stage() == Hold.Stage.HELD;
    }

    private void rang(AlertState alert, List<IncidentState> told, boolean first) {
        if (!first) alert.ring++;
        alert.rangAt = step.now;
        alert.severity = Severity.CRITICAL;
        alert.hourNano = Math.max(alert.hourNano, AlertChanges.rateNano(told));
        step.state.fleetPage.rangAt = step.now;
        rings.rang();
        for (IncidentState i : told) {
            i.notices.unrung = false;
            if (i.notices.inFleetPage) i.rang();
        }
    }

    public void resolve() {
        if (step.state.fleetPage.alert == null) return;
        step.decide(DecisionType.CLOSE, Reason.FLEET_PAGE, subject(), -1, Decision.Limits.NONE, "");
        if (step.state.fleetPage.alert.isTold()) {
            List<IncidentState> told =
                    told().sorted(AlertChanges.MOST_EXPENSIVE).toList();
            step.out.events.add(event(AlarmAction.RESOLVE, status(told)));
        }
        // include incidents that a mode or an acceptance silences, because they may have to be reported later
        step.state.incidents.open.values().forEach(FleetPage::leave);
        step.state.incidents.ended.values().forEach(FleetPage::leave);
        step.state.fleetPage.alert = null;
        step.state.fleetPage.minute = -1;
        step.state.fleetPage.heldBack = 0;
    }

    public static void leave(IncidentState incident) {
        incident.notices.inFleetPage = false;
        incident.notices.unrung = false;
    }

    /** When the page may notify people of waiting incidents, or Long.MAX_VALUE. */
    public long ringsAt() {
        AlertState alert = step.state.fleetPage.alert;
        boolean waits = alert != null && (!alert.isTold() || told().anyMatch(i -> i.notices.unrung));
        long apart = told().anyMatch(FleetPage::asksUnrung) ? SharedAlert.WITHIN : Step.HOUR;
        return waits ? Math.max(step.now + Step.MINUTE, step.state.fleetPage.rangAt + apart) : Long.MAX_VALUE;
    }

    /**
     * The time from which no incident counts as waiting for a throttle. After that time, the leases show whether
     * another function may be throttled.
     */
    public long dueAt() {
        return Math.max(step.state.fleetPage.radiusRefusedAt + WAITED_NO_LONGER, step.state.fleetPage.modeUntil);
    }

    /** Whether the page may end. The page stays open for new incidents while the limit on alerts is exhausted. */
    private boolean isOver() {
        boolean told = told().anyMatch(i -> i.notices.inFleetPage);
        return !told && step.now >= dueAt() && placeFree();
    }

    /**
     * Whether the blast radius allows another throttle. The result is also true if no limit is held and the radius is
     * 0, because in that case a release cannot help.
     */
    private boolean placeFree() {
        // a surge can take the place of a budget's throttle
        int held = radius.places().size() - radius.heldForBudgets();
        int set = radius.setInLastHour();
        return (held == 0 || held < radius.allowedAtOnce()) && (set == 0 || set < radius.perHour());
    }

    private Stream<IncidentState> told() {
        return Stream.concat(step.state.incidents.open.values().stream(), step.state.incidents.ended.values().stream())
                .filter(i -> i.notices.pagedAt >= 0)
                // an accepted surge excuses no lasting change of its function
                .filter(i -> i.lasts() || !accepted.is(i.scope))
                .filter(i -> step.terms.mode(i) != Mode.OBSERVE);
    }

    /** The status of these incidents. The highest present rate comes first, because the page shows rates. */
    FleetStatus status(List<IncidentState> told) {
        List<FleetStatus.Surge> mostExpensive = told.stream()
                .sorted(COSTLIEST_NOW)
                .limit(FleetStatus.MOST)
                .map(i -> surge(i))
                .toList();
        List<String> functions = told.stream()
                .filter(i -> i.scope.kind() == ScopeKind.FUNCTION)
                .map(i -> i.scope.key())
                .toList();
        return new FleetStatus(
                mostExpensive,
                told.size(),
                radius.places().size(),
                radius.allowedAtOnce(),
                radius.setInLastHour(),
                radius.perHour(),
                functions,
                step.state.fleetPage.heldBack,
                Projection.NONE);
    }

    private FleetStatus.Surge surge(IncidentState i) {
        boolean function = i.scope.kind() == ScopeKind.FUNCTION;
        Hold hold = function ? step.hold(i.scope.key()) : Hold.NONE;
        if (!hold.present() && i.throttle.proposal != null) hold = i.throttle.proposal.hold();
        String couldNot = function ? step.couldNot(i) : "";
        return new FleetStatus.Surge(
                i.id, FleetStatus.nameOf(i.scope), i.kind, NanoUsd.usd(i.money.nowNano), hold, couldNot);
    }

    private Subject subject() {
        Scope scope = scope();
        // the id must differ from the id of an account's surge with the same first minute
        return Subject.of(scope, "fleet-" + IncidentId.of(scope, step.state.fleetPage.minute));
    }

    private Scope scope() {
        return Scope.account(step.state.place.account(), step.state.place.region());
    }

    private IncidentSnapshot event(AlarmAction type, FleetStatus status) {
        return new IncidentSnapshot(
                        type,
                        Reason.FLEET_PAGE,
                        new IncidentSnapshot.Identity(
                                subject().incident(), key(), scope(), IncidentKind.SPREAD, Severity.CRITICAL),
                        new IncidentSnapshot.Times(
                                step.state.pace.newestMinute, step.state.fleetPage.minute, -1, -1, -1),
                        Finding.NONE,
                        money(),
                        IncidentSnapshot.Limits.NONE,
                        status.ahead(told().map(this::ahead).toList()))
                .by(new IncidentSnapshot.Ring(Objects.requireNonNull(step.state.fleetPage.alert).ring, ""));
    }

    private Projection ahead(IncidentState i) {
        return step.snapshot(AlarmAction.STANDS, i, Reason.FLEET_PAGE).projection();
    }

    private IncidentSnapshot.Money money() {
        List<IncidentState> told = told().toList();
        return new IncidentSnapshot.Money(
                told.stream().mapToLong(i -> i.money.billedNano).sum(),
                told.stream().mapToLong(i -> i.money.nowNano).sum(),
                told.stream().mapToLong(i -> i.money.billedHourNano).sum(),
                told.stream().mapToLong(i -> i.money.excessHourNano).sum(),
                told.stream().mapToLong(i -> i.worth.avertedNano).sum(),
                told.stream().mapToLong(i -> i.worth.refusedGood()).sum(),
                1,
                0,
                0);
    }
}
