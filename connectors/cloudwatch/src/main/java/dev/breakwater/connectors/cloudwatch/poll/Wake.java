package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.LambdaMetric;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells from the region's total whether somebody who was not asked is awake. The total costs one metric, whatever the
 * number of functions.
 */
final class Wake {
    private static final double SLACK = 1.5;

    private Wake() {}

    /** Functions that nobody asks in this round, asleep as far as is known. */
    static List<String> sleepers(SplitRound round) {
        List<String> asleep = new ArrayList<>();
        for (FunctionMemory f : round.split().functions.values()) {
            if (!round.isDue(f.name()) && f.sleeps(round.range().to())) {
                asleep.add(f.name());
            }
        }
        return asleep;
    }

    /** Calls in the newest minute that no function asked, and none awake that was not, accounts for. */
    static double unexplained(SplitRound round) {
        long minute = round.range().to();
        Series region = round.questions().answer("", LambdaMetric.INVOCATIONS);
        double total = region == null ? 0 : zeroIfNone(region.at(minute));
        for (FunctionMemory f : round.split().functions.values()) {
            Series own = round.questions().answer(f.name(), LambdaMetric.INVOCATIONS);
            if (own != null) {
                total -= zeroIfNone(own.at(minute));
            } else if (!f.sleeps(minute)) {
                total -= SLACK * f.newest(LambdaMetric.INVOCATIONS);
            }
        }
        return total;
    }

    private static double zeroIfNone(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
