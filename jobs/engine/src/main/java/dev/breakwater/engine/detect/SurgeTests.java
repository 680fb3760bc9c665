package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.Tiers.Tier;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteRings;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.detect.baseline.Statistics;
import dev.breakwater.engine.detect.baseline.Statistics.Money;
import dev.breakwater.engine.policy.Lines;
import dev.breakwater.model.Evidence;
import dev.breakwater.model.Evidence.Test;
import dev.breakwater.model.NanoUsd;
import dev.breakwater.model.Reason;

/**
 * The tests of one minute at one level, as bits. Each test has four conditions. The ratio to the expectation must
 * exceed a fixed threshold and the scope's own history. Demand must exceed the maximum at this time of day. The
 * difference must be larger than chance explains. The cost must be high enough.
 */
final class SurgeTests {

    static final int BURST = 1;
    static final int SURGE = 2;
    static final int HOUR = 4;
    static final int HOURS = 8;
    static final int UNIT = 16;
    static final int GROWTH = 32;
    static final int YOUNG = 64;
    static final int DROPPED = 128;
    static final int STARVED = 256;
    static final int RISE = 512;
    static final int ALL = 2 * RISE - 1;
    /**
     * Tests that succeed for a whole minute if they succeed for a part of it. These tests only require more calls and
     * more cost.
     */
    static final int OF_PARTS = BURST | SURGE | YOUNG;

    private static final double Z = 5;
    private static final double FEW_DAYS = Math.log(4);
    private static final double BELOW_BUSY = Math.log(3);
    private static final double RISE_HISTORY = 1.15;
    /** A rise may be a tenth smaller than the scope's usual extreme, because the hour's own threshold applies too. */
    private static final double USUAL_RISE = .9;

    private static final double SPARSE_PER_MINUTE = .5;

    private static final double GROWTH_JUMP = 12;
    private static final double LEAST_X = 1.8;
    private static final double LEAST_R3 = Math.log(LEAST_X);
    /**
     * The function's usual three-minute extreme (as a log ratio) is multiplied by the first value and raised by the
     * second.
     */
    private static final double GROWTH_HISTORY = 1.5;

    private static final double GROWTH_MARGIN = .1;
    private static final double LEAST_E3 = Math.log(1.3);
    private static final int GROWTH_AHEAD = 15;
    private static final double GROWTH_SPENT = .05;
    private static final double PLAIN_R3 = Math.log(5);

    /** An hour with a usual peak of twice the expectation is compared with its peak. A leap is not. */
    private static final double PEAKED = Math.log(2);

    private static final double LEAP_R3 = Math.log(Evidence.LEAP);

    private SurgeTests() {}

    /**
     * The tests that succeed with one way of counting cost. The persistence of a sustained surge is checked elsewhere.
     */
    static int now(ScopeView view, Statistics q, Money money, long minute, Tier t, long gateNano) {
        ScopeState s = view.state();
        int tests = grows(view, q, money, minute, gateNano) ? GROWTH : 0;
        if (leaps(view, q, money, minute, t, gateNano)) tests |= BURST;
        if (money.excess60 <= gate(s, t, gateNano)) return tests;
        if (unit(s, q, t)) tests |= UNIT;
        if (q.excessCalls <= t.excess().calls()) return tests;
        if (burst(s, q, t)) tests |= BURST;
        if (q.z15() <= Z) return tests;
        if (surge(s, q, minute, t)) tests |= SURGE;
        if (goingOn(q, t)) tests |= slow(s, q, t);
        if (rises(s, q, minute, t)) tests |= RISE;
        return tests;
    }

    private static boolean burst(ScopeState s, Statistics q, Tier t) {
        return q.z3() > Z && q.value(Statistics.E3) > Math.log(t.envelopes().of3()) && exceeds(s, q, t, Statistics.R3);
    }

    /**
     * Whether calls have leapt to a multiple that normal traffic hardly ever reaches, at a cost that will exceed the
     * threshold within minutes.
     */
    private static boolean leaps(ScopeView view, Statistics q, Money money, long minute, Tier t, long gateNano) {
        ScopeState s = view.state();
        return q.above(Statistics.R3, LEAP_R3)
                && q.excessCalls > t.excess().calls()
                && burst(s, q, t)
                && Lines.exceededByLeap(view.recentHour(minute, true), money.excess60, gate(s, t, gateNano));
    }

    private static boolean surge(ScopeState s, Statistics q, long minute, Tier t) {
        return q.value(Statistics.E15) > Math.log(t.envelopes().of15())
                && exceeds(s, q, t, Statistics.R15)
                && q.aboveBusiestHour(s, minute, demandLine(s, t, Statistics.R15));
    }

    private static boolean goingOn(Statistics q, Tier t) {
        return q.value(Statistics.R15) > Math.log(t.goingOn().line15())
                && q.value(Statistics.E60) > Math.log(t.envelopes().of60())
                && q.value(Statistics.E15) > Math.log(t.goingOn().envelope15());
    }

    private static int slow(ScopeState s, Statistics q, Tier t) {
        int tests = exceeds(s, q, t, Statistics.R60) ? HOUR : 0;
        boolean stands = q.value(Statistics.R60) > Math.log(t.goingOn().line60());
        return stands && exceeds(s, q, t, Statistics.R180) ? tests | HOURS : tests;
    }

    /**
     * Whether the hour is above its expectation, and whether it has risen within three hours by more than is usual for
     * this scope. The rise is evidence of its own, so the threshold of the hour can be lower.
     */
    private static boolean rises(ScopeState s, Statistics q, long minute, Tier t) {
        return q.value(Statistics.R15) > Math.log(t.rise().line60())
                && q.value(Statistics.R60) > riseLine(s, t)
                && q.aboveBusiestHour(s, minute, Math.log(t.rise().line60()))
                && q.value(Statistics.E60) > Math.log(t.rise().envelope())
                && q.value(Statistics.E15) > Math.log(t.goingOn().envelope15())
                && q.value(Statistics.BUSY) > Math.log(t.rise().busyShare())
                && s.days.usualExtreme(Statistics.RISE) > 0
                && q.value(Statistics.RISE) > line(s, Statistics.RISE, t.rise().by(), USUAL_RISE, 0);
    }

    private static double riseLine(ScopeState s, Tier t) {
        return line(s, Statistics.R60, t.rise().line60(), RISE_HISTORY, 0);
    }

    private static boolean unit(ScopeState s, Statistics q, Tier t) {
        return q.value(Statistics.U15) > unitLine(s, t, Statistics.U15)
                || q.value(Statistics.U5) > unitLine(s, t, Statistics.U5);
    }

    /** The threshold of a ratio of unit costs. */
    static double unitLine(ScopeState s, Tier t, int statistic) {
        return line(s, statistic, t.unit().line(), t.unit().history(), 0);
    }

    private static boolean exceeds(ScopeState s, Statistics q, Tier t, int statistic) {
        return q.value(statistic) > demandLine(s, q, t, statistic);
    }

    /**
     * The threshold of a demand ratio. Below the busy level of a usual day, a surge must have three times the expected
     * demand. An evening that stays busy longer than usual has twice the expected demand, but less demand than noon.
     */
    static double demandLine(ScopeState s, Statistics q, Tier t, int statistic) {
        double line = demandLine(s, t, statistic);
        return q.value(Statistics.BUSY) > Math.log(t.busyShare()) ? line : Math.max(line, BELOW_BUSY);
    }

    private static double demandLine(ScopeState s, Tier t, int statistic) {
        double margin = statistic == Statistics.R3 ? t.demand().margin3() : 0;
        return line(s, statistic, t.demand().line(statistic), t.demand().history(), margin);
    }

    /**
     * A threshold above the third-largest daily maximum of the scope's last week. While few days are known, the
     * threshold is higher.
     */
    private static double line(ScopeState s, int statistic, double factor, double share, double margin) {
        double line = Math.max(Math.log(factor), share * Math.max(s.days.usualExtreme(statistic), 0) + margin);
        return s.days.known < 3 ? Math.max(line, FEW_DAYS) : line;
    }

    private static double gate(ScopeState s, Tier t, long gateNano) {
        double gate = Math.max(gateNano, t.excess().share() * s.days.largestExcess());
        return s.days.meanCalls() < SPARSE_PER_MINUTE ? Math.max(gate, 2 * s.days.largestCost()) : gate;
    }

    /** The reason that explains these tests best. */
    static Reason reason(int tests) {
        if ((tests & YOUNG) != 0) return Reason.YOUNG_FUNCTION_CAP;
        if ((tests & GROWTH) != 0) return Reason.GROWTH;
        if ((tests & (BURST | SURGE)) != 0) return Reason.SURGE;
        if ((tests & (HOUR | HOURS | RISE)) != 0) return Reason.SUSTAINED_SURGE;
        if ((tests & UNIT) != 0) return Reason.UNIT_COST;
        if ((tests & STARVED) != 0) return Reason.STARVED;
        return tests == 0 ? Reason.CALM : Reason.LOOP_DROPPED;
    }

    /**
     * Describes the test that explains a minute best, in numbers. Ratios are factors and not logarithms.
     *
     * @param tests the tests that succeed at tier {@code t}
     */
    static Evidence evidence(ScopeView view, Statistics q, MinuteSums sums, int tests, Tier t, Gates gates) {
        ScopeState s = view.state();
        if (has(tests, YOUNG)) {
            return new Evidence(
                    Test.YOUNG,
                    NanoUsd.usd(q.counted.cost60),
                    NanoUsd.usd(Judge.youngNano(view, sums.minute(), gates)));
        }
        if (has(tests, GROWTH)) {
            double growth = Growth.perMinute(view, sums.minute(), true);
            return new Evidence(Test.GROWTH, Growth.doublingsAnHour(growth), Growth.doublingsAnHour(Growth.LEAST));
        }
        if (has(tests, BURST)) return calls(Test.BURST, s, q, t, Statistics.R3);
        if (has(tests, SURGE)) return calls(Test.SURGE, s, q, t, Statistics.R15);
        if (has(tests, HOUR)) return calls(Test.HOUR, s, q, t, Statistics.R60);
        if (has(tests, HOURS)) return calls(Test.HOURS, s, q, t, Statistics.R180);
        if (has(tests, RISE))
            return new Evidence(Test.HOUR, Math.exp(q.value(Statistics.R60)), Math.exp(riseLine(s, t)));
        if (has(tests, UNIT)) return unitEvidence(s, q, t);
        if (has(tests, DROPPED)) return new Evidence(Test.LOOP_DROPPED, sums.loopsDropped(), 0);
        return Evidence.NONE;
    }

    private static boolean has(int tests, int test) {
        return (tests & test) != 0;
    }

    private static Evidence calls(Test test, ScopeState s, Statistics q, Tier t, int statistic) {
        boolean burst = statistic == Statistics.R3;
        double peak = burst || statistic == Statistics.R15
                ? q.value(burst ? Statistics.E3 : Statistics.E15)
                : Double.MAX_VALUE;
        if (q.value(statistic) < LEAP_R3 && q.value(statistic) - peak > PEAKED) {
            return new Evidence(
                    Test.PEAK,
                    Math.exp(peak),
                    burst ? t.envelopes().of3() : t.envelopes().of15());
        }
        return new Evidence(test, Math.exp(q.value(statistic)), Math.exp(demandLine(s, t, statistic)));
    }

    /** The evidence from whichever of the two windows is further above its threshold. */
    private static Evidence unitEvidence(ScopeState s, Statistics q, Tier t) {
        double line15 = unitLine(s, t, Statistics.U15);
        double line5 = unitLine(s, t, Statistics.U5);
        boolean longer = q.value(Statistics.U15) - line15 >= q.value(Statistics.U5) - line5;
        double value = q.value(longer ? Statistics.U15 : Statistics.U5);
        return new Evidence(Test.UNIT_COST, Math.exp(value), Math.exp(longer ? line15 : line5));
    }

    /**
     * Detects the exponential growth of a recursive loop. A loop is recognised long before it costs much. The cost
     * threshold therefore applies to the hourly cost that this growth reaches in 15 minutes. A twentieth of the
     * threshold must already be spent, unless the demand is five times the expectation. Normal traffic never grows that
     * much.
     */
    static boolean grows(ScopeView view, Statistics q, Money money, long minute, long gateNano) {
        return q.above(Statistics.R3, LEAST_R3)
                && q.value(Statistics.R3) > line(view.state(), Statistics.R3, LEAST_X, GROWTH_HISTORY, GROWTH_MARGIN)
                && q.value(Statistics.E3) > LEAST_E3
                && q.z3() > Z
                && (money.excess60 > gateNano * GROWTH_SPENT || q.value(Statistics.R3) > PLAIN_R3)
                && Growth.perMinute(view, minute, true) > 1
                && nanoPerHourAhead(view, minute, q.unitCost, money) > gateNano;
    }

    /**
     * Whether the newest rise is too steep for the periods of the growth test, so that it may be the edge of a flood
     * instead. {@link Growth#multiplied} tells a loop that doubles within 1.4 minutes from a flood.
     */
    static boolean jumps(ScopeView view, long minute) {
        return view.excess(minute, 5) / Math.max(view.excess(minute - 5, 5), 1) > GROWTH_JUMP;
    }

    private static double nanoPerHourAhead(ScopeView view, long minute, double unitCost, Money money) {
        double now = paidExcess(view, minute, money.share3);
        double before = paidExcess(view, minute - 9, money.share3 == 1 ? 1 : view.share(minute - 9));
        double rate = Math.log(Math.max(now, 1) / Math.max(before, 1)) / 9;
        return now * unitCost * 20 * Math.exp(rate * GROWTH_AHEAD);
    }

    /**
     * The excess calls of three minutes, times the share of calls that cost money. Refused calls cost nothing, even if
     * their number grows.
     */
    private static double paidExcess(ScopeView view, long minute, double share) {
        return view.excess(minute, 3) - (1 - share) * MinuteRings.sum(view.state().minutes.demand, minute, 3);
    }
}
