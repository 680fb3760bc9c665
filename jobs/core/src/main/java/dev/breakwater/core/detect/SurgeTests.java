package dev.breakwater.core.detect;

import dev.breakwater.core.model.Reason;

/**
 * The tests of one minute at one tier. Each asks for a ratio over the expectation that both a fixed line and the scope's
 * own history allow, for counts that chance does not explain, and for money.
 */
final class SurgeTests {

    /** The constants of one tier: lines are factors of observed over expected. */
    record Tier(
            double line3,
            double slope3,
            double line15,
            double slope15,
            double line60,
            double line180,
            double unit,
            double envelope3,
            double envelope15,
            double envelope60,
            double moneySlope,
            double slowMoney,
            boolean page) {}

    static final Tier PAGE = new Tier(2.0, 1.2, 1.7, 1.4, 1.35, 1.3, 2.5, 1.0, 1.15, 1.0, .3, 1.67, true);
    static final Tier WARN = new Tier(1.7, 1.0, 1.4, 1.1, 1.25, 1.2, 1.5, .85, .9, .7, 0, 1.0, false);

    private static final double Z = 5;
    private static final double CHILDHOOD = Math.log(4);
    private static final double SPARSE_PER_MINUTE = .5;

    private SurgeTests() {}

    /** The first test that fires, or null. */
    static Reason firing(ScopeState s, Statistics q, long minute, Tier t, DetectorSettings settings, long gateNano) {
        double gate = moneyGate(s, t, gateNano);
        if (!settings.accountScope() && growth(s, q, minute, t, gateNano)) return Reason.GROWTH;
        if (q.excess60 <= gate) return null;
        if (fast(s, q, t)) return settings.accountScope() ? Reason.SPREAD : Reason.SURGE;
        if (slow(s, q, t, gate)) return settings.accountScope() ? Reason.SPREAD : Reason.SUSTAINED_SURGE;
        if (!settings.accountScope() && unit(s, q, t)) return Reason.UNIT_COST;
        return null;
    }

    private static boolean fast(ScopeState s, Statistics q, Tier t) {
        boolean three = q.values[Statistics.R3] > line(s, Statistics.R3, t.line3, t.slope3, t.page ? .1 : 0)
                && q.e3 > Math.log(t.envelope3)
                && q.z3 > Z;
        boolean fifteen = q.values[Statistics.R15] > line(s, Statistics.R15, t.line15, t.slope15, 0)
                && q.e15 > Math.log(t.envelope15)
                && q.z15 > Z;
        return three || fifteen;
    }

    private static boolean slow(ScopeState s, Statistics q, Tier t, double gate) {
        if (q.z15 <= Z || q.e15 <= Math.log(t.envelope60) || q.excess60 <= gate * t.slowMoney) return false;
        double lowest = Math.log(t.page ? 1.3 : 1.2);
        boolean hour = q.values[Statistics.R60] > line(s, Statistics.R60, t.line60, t.slope15, 0)
                && q.values[Statistics.R15] > lowest;
        boolean hours = q.values[Statistics.R180] > line(s, Statistics.R180, t.line180, t.slope15, 0)
                && q.values[Statistics.R60] > lowest;
        return hour || hours;
    }

    private static boolean unit(ScopeState s, Statistics q, Tier t) {
        return q.values[Statistics.U15] > line(s, Statistics.U15, t.unit, t.page ? 1.2 : 1.1, 0) && q.demand15 > 0;
    }

    private static boolean growth(ScopeState s, Statistics q, long minute, Tier t, long gateNano) {
        return q.excess60 > gateNano * (t.page ? .05 : .02)
                && q.values[Statistics.R3] > Math.log(1.8)
                && q.e3 > Math.log(t.page ? 1.3 : 1.0)
                && Growth.exponential(s, minute, q.expectedMinute);
    }

    /** A line that the scope's own third-largest day of the week must stay under; strict while few days are known. */
    private static double line(ScopeState s, int statistic, double factor, double slope, double offset) {
        double line = Math.max(Math.log(factor), slope * Math.max(History.thirdLargest(s, statistic), 0) + offset);
        return s.daysKnown < 3 ? Math.max(line, CHILDHOOD) : line;
    }

    private static double moneyGate(ScopeState s, Tier t, long gateNano) {
        double gate = gateNano;
        if (t.moneySlope > 0) gate = Math.max(gate, t.moneySlope * History.largest(s, Statistics.EXCESS));
        return History.meanDemand(s) < SPARSE_PER_MINUTE ? Math.max(gate, 2 * History.largestDayCost(s)) : gate;
    }
}
