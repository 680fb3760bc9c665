package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.control.LeaseState;
import dev.breakwater.core.model.Assessment;

/**
 * The damage that a throttle does: calls that the baseline would have had and that it refused. A refused call cannot be
 * told good from bad, so each is good with the probability with which any call of that minute is: expected / demand, at
 * most 1. Each minute counts once, by the fullest of its revisions.
 */
final class Refused {

    private static final double MILLI = 1000;

    private Refused() {}

    /** Of a minute while the lease was in force; of a recording the calls that would have been refused. */
    static double good(boolean recorded, LeaseState lease, Assessment a) {
        double demand = a.observed().demandPerMinute();
        if (demand <= 0 || !Averted.inForce(lease, a)) return 0;
        double refused = recorded ? demand * Averted.share(a.durationMicros(), Averted.limitOf(lease, a)) : a.refused();
        return refused * Math.min(1, a.expected().demandPerMinute() / demand);
    }

    static void count(Step step, IncidentState incident, LeaseState lease, Assessment a) {
        long now = Math.round(good(step.terms.recorded(), lease, a) * MILLI);
        long before = incident.refusals.getOrDefault(a.minute(), 0L);
        if (now <= before) return;
        incident.refusedMilli += now - before;
        incident.refusals.put(a.minute(), now);
        incident.refusals.keySet().removeIf(minute -> minute < a.minute() - Averted.REVISABLE);
    }
}
