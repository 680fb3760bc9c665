package dev.breakwater.engine.control.rules;

import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.Decision;
import dev.breakwater.engine.control.Decision.DecisionType;
import dev.breakwater.engine.control.Finding;
import dev.breakwater.engine.control.Hold;
import dev.breakwater.engine.control.IncidentId;
import dev.breakwater.engine.control.IncidentSnapshot;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.control.state.IncidentState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.limit.LimitState;
import dev.breakwater.engine.limit.LimitState.Life;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Reason;
import dev.breakwater.model.Scope;
import dev.breakwater.model.ScopeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of control: its clock, the state that it changes, and the output that it fills. */
public final class Step {
    public static final long MINUTE = 60_000;
    public static final long HOUR = 60 * MINUTE;

    public final Terms terms;
    public final ControlState state;
    public final long now;
    public final ControlOutput out = new ControlOutput();

    public Step(Terms terms, ControlState state, long now) {
        this.terms = terms;
        this.state = state;
        this.now = now;
    }

    /** Returns the keys in sorted order, because a restored map has lost its order. */
    public static List<String> keys(Map<String, ?> map) {
        return new ArrayList<>(new TreeSet<>(map.keySet()));
    }

    /** Returns the values, sorted by key. */
    public static <T> List<T> values(Map<String, T> map) {
        return new ArrayList<>(new TreeMap<>(map).values());
    }

    /** The value of a key that the map has. */
    public static <T> T known(Map<String, T> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    /** All limits that control sets, holds, releases or watches, by key. */
    public List<LimitState> limits() {
        return values(state.limits.all);
    }

    /** The function's limits that may have a value from this instance, in the order of their keys. */
    public Stream<LimitState> standing(String function) {
        return limits().stream().filter(l -> l.function.equals(function) && l.stands());
    }

    /**
     * The function's open or ended incident with this id, or the budget's order with this id. Returns null if neither
     * exists.
     */
    public @Nullable IncidentState incident(String id, String function) {
        IncidentState order = state.incidents.ordered.get(IncidentId.on(id, function));
        if (order != null) return order;
        IncidentState ended = ended(id, function);
        if (ended != null) return ended;
        IncidentState open = state.incidents.open.get(function(function).id());
        return open != null && open.id.equals(id) ? open : null;
    }

    /**
     * The function's closed incident with this id. The incident may come from an adopted lease. Returns null if the
     * function has no closed incident with this id.
     */
    public @Nullable IncidentState ended(String id, String function) {
        IncidentState ended = state.incidents.ended.get(IncidentId.on(id, function));
        return ended != null && ended.scope.key().equals(function) ? ended : null;
    }

    /** The incident of a lease, which exists as long as the lease. */
    public IncidentState incident(LeaseState lease) {
        return Objects.requireNonNull(incident(lease.incident, lease.function));
    }

    /** Whether the lease belongs to a budget instead of a surge. */
    public boolean isOrdered(LeaseState lease) {
        return incident(lease).kind == IncidentKind.BUDGET;
    }

    public boolean isOpen(IncidentState incident) {
        return state.incidents.open.get(incident.slot()) == incident;
    }

    public Scope function(String name) {
        return Scope.function(state.place.account(), state.place.region(), name);
    }

    public void decide(DecisionType type, Reason reason, IncidentState incident, long minute) {
        decide(type, reason, Subject.of(incident), minute, Decision.Limits.NONE, "");
    }

    /** Writes a decision. The minute is -1 if no sample led to the decision. */
    public void decide(
            DecisionType type, Reason reason, Subject about, long minute, Decision.Limits limit, String words) {
        out.decisions.add(new Decision(
                new Decision.Made(now, minute, state.sequence++, ""),
                about.scope(),
                type,
                new Decision.Why(reason, words),
                about.incident(),
                terms.policyFor(about.scope().kind(), about.scope().key()).name(),
                limit,
                NanoUsd.usd(about.billedHourNano()),
                type == DecisionType.OPEN || type == DecisionType.PAGE ? about.found() : Finding.NONE,
                null));
    }

    /** Emits the state of an incident for pages and files, but not for the pager. */
    public void stand(AlarmAction type, IncidentState incident, Reason reason) {
        out.standings.add(snapshot(type, incident, reason));
    }

    /** Emits the state of each limit that has changed. */
    public void standAnew() {
        for (Map<String, IncidentState> all : List.of(state.incidents.open, state.incidents.ended)) {
            values(all).forEach(this::standAnew);
        }
    }

    private void standAnew(IncidentState incident) {
        boolean surge = incident.kind != IncidentKind.BUDGET && !incident.lasts();
        if (incident.scope.kind() != ScopeKind.FUNCTION || !surge) return;
        Hold hold = hold(incident.scope.key());
        String stands = hold.stage() + " " + hold.limit() + ' ' + hold.lever();
        if (stands.equals(incident.notices.stood)) return;
        boolean first = incident.notices.stood.isEmpty() && !hold.present();
        incident.notices.stood = stands;
        if (!first) stand(AlarmAction.UPDATE, incident, Reason.HOW_IT_STANDS);
    }

    public IncidentSnapshot snapshot(AlarmAction type, IncidentState i, Reason reason) {
        if (i.scope.kind() != ScopeKind.FUNCTION) {
            return i.snapshot(type, reason, Hold.NONE, "", IncidentSnapshot.Known.NOTHING);
        }
        IncidentSnapshot.Known known =
                IncidentSnapshot.Known.of(terms.fleet().functions().get(i.scope.key()));
        Hold hold = i.lasts() ? Hold.NONE : hold(i.scope.key());
        return i.snapshot(type, reason, hold, couldNot(i), known.refusing(i.throttle.refusedNow));
    }

    /** AWS's error or another reason that keeps the function's limit from being set, or empty. */
    public String couldNot(IncidentState i) {
        boolean asked = !i.lasts() && hold(i.scope.key()).stage() == Hold.Stage.ASKED;
        // the failure of an earlier request is no failure of this one
        return asked ? failsToSet(i.scope.key()) : i.throttle.couldNot;
    }

    /** AWS's error, if the last call to set the function's limit failed and will be repeated. Otherwise empty. */
    private String failsToSet(String function) {
        LeaseState lease = known(state.limits.leases, function);
        return known(state.limits.all, LimitState.key(function, lease.lever)).calls.trouble;
    }

    /** The state of a function's limit. */
    public Hold hold(String function) {
        LeaseState lease = state.limits.leases.get(function);
        if (lease != null) {
            LimitState limit = known(state.limits.all, LimitState.key(function, lease.lever));
            boolean held = limit.life == Life.HELD;
            Hold.Stage stage = held ? Hold.Stage.HELD : Hold.Stage.ASKED;
            Hold hold = new Hold(stage, lease.current, lease.previous, lease.times.maxUntil, lease.lever);
            return held ? seen(hold, limit) : hold;
        }
        Optional<LimitState> back = standing(function).findFirst();
        if (back.isPresent()) {
            LimitState l = back.get();
            return seen(new Hold(Hold.Stage.RELEASING, l.intent.wanted, l.intent.found, l.intent.until, l.lever), l);
        }
        return Hold.NONE;
    }

    /** The state of the limit, including its newest reading. */
    private Hold seen(Hold hold, LimitState l) {
        if (terms.recorded()) return hold;
        boolean shown = l.readings.shownAt > 0;
        boolean other = shown && !l.values().contains(l.readings.shown);
        return new Hold(
                other ? Hold.Stage.TO_CONFIRM : hold.stage(),
                shown ? l.readings.shown : hold.limit(),
                hold.previous(),
                hold.until(),
                hold.lever(),
                shown ? l.readings.shownAt : Hold.UNREAD);
    }

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
}
