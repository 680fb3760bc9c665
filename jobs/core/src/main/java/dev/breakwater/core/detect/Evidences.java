package dev.breakwater.core.detect;

import dev.breakwater.core.model.Evidence;
import dev.breakwater.core.model.Evidence.Test;
import dev.breakwater.core.model.NanoUsd;

/** Puts the test that says most of a minute into numbers, as factors and not as logarithms. */
final class Evidences {

    private Evidences() {}

    /** @param tests the tests that hold, bits of {@link SurgeTests}; the tier is the one they hold at */
    static Evidence of(ScopeView view, Statistics q, MinuteSums sums, int tests, Tier t, Gates gates) {
        ScopeState s = view.state();
        if (has(tests, SurgeTests.YOUNG)) {
            return new Evidence(
                    Test.YOUNG,
                    NanoUsd.usd(q.counted.cost60),
                    NanoUsd.usd(Judge.youngNano(view, sums.minute(), gates)));
        }
        if (has(tests, SurgeTests.GROWTH)) {
            return new Evidence(Test.GROWTH, Growth.perMinute(s, sums.minute()), Growth.LINE_PER_MINUTE);
        }
        if (has(tests, SurgeTests.BURST)) return calls(Test.BURST, s, q, Statistics.R3, t.line3(), t, t.margin3());
        if (has(tests, SurgeTests.SURGE)) return calls(Test.SURGE, s, q, Statistics.R15, t.line15(), t, 0);
        if (has(tests, SurgeTests.HOUR)) return calls(Test.HOUR, s, q, Statistics.R60, t.line60(), t, 0);
        if (has(tests, SurgeTests.HOURS)) return calls(Test.HOURS, s, q, Statistics.R180, t.line180(), t, 0);
        if (has(tests, SurgeTests.UNIT)) return unit(s, q, t);
        if (has(tests, SurgeTests.DROPPED)) return new Evidence(Test.LOOP_DROPPED, sums.loopsDropped(), 0);
        return Evidence.NONE;
    }

    private static boolean has(int tests, int test) {
        return (tests & test) != 0;
    }

    private static Evidence calls(
            Test test, ScopeState s, Statistics q, int statistic, double factor, Tier t, double margin) {
        double line = SurgeTests.line(s, statistic, factor, t.history(), margin);
        return new Evidence(test, Math.exp(q.values[statistic]), Math.exp(line));
    }

    /** Of the two windows the one that is further above its line. */
    private static Evidence unit(ScopeState s, Statistics q, Tier t) {
        double line15 = SurgeTests.line(s, Statistics.U15, t.unit(), t.unitHistory(), 0);
        double line5 = SurgeTests.line(s, Statistics.U5, t.unit(), t.unitHistory(), 0);
        boolean longer = q.values[Statistics.U15] - line15 >= q.values[Statistics.U5] - line5;
        double value = q.values[longer ? Statistics.U15 : Statistics.U5];
        return new Evidence(Test.UNIT_COST, Math.exp(value), Math.exp(longer ? line15 : line5));
    }
}
