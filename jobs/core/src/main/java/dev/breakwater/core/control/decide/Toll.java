package dev.breakwater.core.control.decide;

import dev.breakwater.core.control.IncidentState;
import dev.breakwater.core.model.Assessment;
import dev.breakwater.core.model.NanoUsd;
import dev.breakwater.core.policy.Worth;
import java.util.Locale;

/**
 * The cost that a limit averts, and the good calls that it refuses, in an hour at the rate of the last three minutes.
 * Both figures are computed from the share of the demand above the limit (see {@link ThrottledMinute}).
 *
 * @param avertedNano nano-USD an hour
 * @param good        calls an hour; 0 if calls wait at their source
 */
record Toll(double avertedNano, double good) {
    private static final double NANO = 1e9;
    private static final int MINUTES = 60;

    static Toll of(Candidate c) {
        Assessment a = c.assessment();
        int limit = c.lease().limit;
        double share = ThrottledMinute.share(a.readings().durationMicros(), limit);
        // in the first minute of a burst, mean concurrency may be below the limit
        double most = a.readings().observed().concurrency() > 0
                ? 1 - limit / a.readings().observed().concurrency()
                : 0;
        if (share <= 0) share = Math.max(0, most);
        double cost =
                Math.max(0, a.amounts().recentHour()) + a.readings().expected().usdPerHour() * NANO;
        double good = a.readings().expected().demandPerMinute() * MINUTES;
        return new Toll(cost * share, c.lease().lever().kind().refuses() ? good * share : 0);
    }

    /**
     * Whether a throttle averts enough cost for the good calls that it refuses. A budget's throttle always passes this
     * check.
     */
    static boolean pays(Candidate c) {
        if (!(c.claim() instanceof Claim.Surge)) return true;
        IncidentState incident = c.claim().incident();
        Worth worth = c.step().terms.policyFor(incident).throttle().worth();
        Toll toll = of(c);
        return isDear(c.step(), incident, c.assessment(), worth) || worth.pays(toll.avertedNano, toll.good);
    }

    /**
     * Whether the throttle has averted enough cost since the last check to be held longer. A throttle that a person
     * approved is not checked.
     */
    static boolean stillPays(Step step, Lease lease, IncidentState incident, Assessment a) {
        if (lease.isOrdered() || lease.state.approved) return true;
        Worth worth = step.terms.policyFor(incident).throttle().worth();
        double averted = incident.avertedNano - lease.state.judgedAverted;
        double good = (incident.refusedMilli - lease.state.judgedRefused) / 1_000.0;
        lease.state.judgedAverted = incident.avertedNano;
        lease.state.judgedRefused = incident.refusedMilli;
        return good <= 0 || worth.pays(averted, good) || isDear(step, incident, a, worth);
    }

    /** Above this hourly cost, a throttle is set although it also refuses good calls. */
    private static boolean isDear(Step step, IncidentState incident, Assessment a, Worth worth) {
        long line = Math.max(worth.alwaysAboveNano(), step.lines.of(incident).throttleNano());
        return Math.max(a.amounts().recentHour(), a.amounts().excessHour()) > line;
    }

    /** For example {@code averts 3.38 USD and refuses 121,457 good calls an hour}. */
    String words() {
        return String.format(
                Locale.ROOT,
                "averts %.2f USD and refuses %,d good calls an hour",
                NanoUsd.usd(avertedNano),
                Math.round(good));
    }
}
