package dev.breakwater.core.control;

import dev.breakwater.core.control.IncidentEvent.EventType;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.Reason;
import dev.breakwater.core.model.ScopeKind;
import dev.breakwater.core.model.Severity;
import dev.breakwater.core.policy.Mode;
import dev.breakwater.core.policy.PolicyBook;
import java.util.List;

/**
 * Decides for one account and region: incidents, pages, throttles and their release. Each call is one pure step: the
 * same state, input and clock give the same new state and output. {@code now} is epoch milliseconds of the safety
 * clock, which never goes back.
 */
public final class Control {
    private final Terms terms;

    /** @param fleet the functions known in this account and region */
    public Control(PolicyBook book, ControlSettings settings, FleetView fleet) {
        this.terms = new Terms(book, settings, fleet);
    }

    /** Takes the assessments of one arrival minute, sorted by (minute, scope, key). */
    public ControlOutput onMinute(ControlState s, List<Assessment> minuteSorted, long now) {
        Step step = begin(s, now);
        for (Assessment a : minuteSorted) {
            s.account = a.scope().account();
            s.region = a.scope().region();
            s.newestMinute = Math.max(s.newestMinute, a.minute());
            if (a.order().isEmpty()) assess(step, Claims.left(step, a));
            else Orders.take(step, a);
        }
        return timers(step);
    }

    private void assess(Step step, Assessment a) {
        IncidentState incident = Incidents.find(step, a);
        if (incident == null) return;
        Severity before = incident.severity;
        Incidents.learn(step, incident, a);
        boolean trigger = Incidents.page(step, incident, a);
        Alarms.note(step, incident, a);
        boolean alreadyShort = incident.refused.contains(Reason.NO_HEADROOM);
        boolean throttled = incident.scopeKind == ScopeKind.FUNCTION && ThrottleController.consider(step, incident, a);
        if (trigger) Incidents.trigger(step, incident, a.reason());
        else if (throttled) step.update(incident, Reason.ABOVE_THROTTLE_LINE);
        else if (incident.severity.compareTo(before) > 0) step.update(incident, a.reason());
        // the surge goes on unthrottled for want of room, and a human can make some
        if (!alreadyShort && incident.refused.contains(Reason.NO_HEADROOM)) step.update(incident, Reason.NO_HEADROOM);
        if (a.closed()) Incidents.close(step, incident, a.reason());
        else if (Incidents.absorbed(step, incident, a)) Incidents.close(step, incident, Reason.ABSORBED);
        else step.stand(EventType.UPDATE, incident, a.reason());
    }

    /** Does what only the clock asks for: lease ends, steps of a release, restated wishes, lost sources. */
    public ControlOutput onTick(ControlState s, long now) {
        Step step = begin(s, now);
        for (String scope : Step.keys(s.open)) {
            IncidentState incident = s.open.get(scope);
            if (now >= incident.seenAt + Incidents.SILENCE) Incidents.close(step, incident, Reason.BLIND);
        }
        return timers(step);
    }

    /** The recording is over: releases all leases and closes all incidents. */
    public ControlOutput onEndOfInput(ControlState s, long now) {
        Step step = begin(s, now);
        releaseAll(step, Reason.END_OF_INPUT);
        for (String scope : Step.keys(s.open)) Incidents.close(step, s.open.get(scope), Reason.END_OF_INPUT);
        FleetPage.resolve(step);
        s.ordered.clear();
        return step.out;
    }

    /** Somebody else changed the limit: hands off, and for 24 hours no throttle of ours. */
    public ControlOutput onOverride(ControlState s, String function, long now) {
        Step step = begin(s, now);
        Overrides.overridden(step, function);
        return timers(step);
    }

    /** The function no longer exists: its lease ends, with nothing to restore. */
    public ControlOutput onGone(ControlState s, String function, long now) {
        Step step = begin(s, now);
        Overrides.gone(step, function);
        return timers(step);
    }

    /** Enforcement was switched off: every throttle is released now. */
    public ControlOutput onEnforcementOff(ControlState s, long now) {
        Step step = begin(s, now);
        releaseAll(step, Reason.ENFORCEMENT_OFF);
        return timers(step);
    }

    private Step begin(ControlState s, long now) {
        Step step = new Step(terms, s, now);
        Upkeep.forget(step);
        return step;
    }

    private static void releaseAll(Step step, Reason reason) {
        for (String function : Step.keys(step.state.leases)) {
            Releases.release(step, step.state.leases.get(function), reason);
        }
    }

    private static ControlOutput timers(Step step) {
        // a book that came in meanwhile may no longer allow what is held
        if (step.terms.book().mode() != Mode.ENFORCE) releaseAll(step, Reason.ENFORCEMENT_OFF);
        Overrides.sense(step);
        Releases.releaseDue(step);
        Wishes.restateDue(step);
        for (String scope : Step.keys(step.state.open)) Alarms.writeDue(step, step.state.open.get(scope));
        return done(step);
    }

    private static ControlOutput done(Step step) {
        Upkeep.forget(step);
        FleetPage.resolveDue(step);
        step.out.wakeAt = Upkeep.wakeAt(step);
        return step.out;
    }
}
