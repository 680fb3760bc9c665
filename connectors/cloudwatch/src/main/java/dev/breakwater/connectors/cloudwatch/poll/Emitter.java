package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedOutput;
import dev.breakwater.connectors.cloudwatch.LambdaMetric;
import dev.breakwater.connectors.cloudwatch.Reject;
import dev.breakwater.connectors.cloudwatch.RejectReason;
import dev.breakwater.connectors.cloudwatch.Sample;

/** Emits of one function what is new or has changed, and remembers it. */
final class Emitter {
    private static final LambdaMetric[] METRICS = LambdaMetric.values();

    private final PollTarget target;
    private final FunctionMemory memory;

    Emitter(PollTarget target, FunctionMemory memory) {
        this.target = target;
        this.memory = memory;
    }

    /** One minute; false if there is nothing to say of it. */
    boolean emit(Series[] series, long minute, ArrivalClock clock, FeedOutput out) {
        boolean some = false;
        boolean callsChanged = false;
        for (int i = 0; i < MetricQuery.METRICS; i++) {
            LambdaMetric metric = METRICS[i];
            double value = series[i] == null ? Double.NaN : series[i].at(minute);
            double before = memory.get(metric, minute);
            // the count of a duration sample is the number of calls: it changes with them
            boolean changed = value != before || metric == LambdaMetric.DURATION && callsChanged;
            boolean idle = value == 0 && Double.isNaN(before) && MetricQuery.onDemand(metric);
            if (Double.isNaN(value) || !changed || idle) {
                continue;
            }
            memory.put(metric, minute, value);
            callsChanged |= metric == LambdaMetric.INVOCATIONS;
            some = true;
            say(metric, minute, value, clock, out);
        }
        return some;
    }

    private void say(LambdaMetric metric, long minute, double value, ArrivalClock clock, FeedOutput out) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            clock.take(reject(metric, minute, value), out);
            return;
        }
        if (value > 0 && (metric == LambdaMetric.INVOCATIONS || metric == LambdaMetric.THROTTLES)) {
            memory.activeAt = Math.max(memory.activeAt, minute);
        }
        clock.take(sample(metric, minute, value), out);
    }

    /** Only one statistic is asked for; the others are what follows from it. */
    private Sample sample(LambdaMetric metric, long minute, double value) {
        double count = switch (metric) {
            case CONCURRENT_EXECUTIONS -> 1;
            // one duration for each call; where the calls are not known yet, one at least
            case DURATION -> Math.max(1, orZero(memory.get(LambdaMetric.INVOCATIONS, minute)));
            default -> value;
        };
        double max = switch (metric) {
            case CONCURRENT_EXECUTIONS -> value;
            case DURATION -> value / count;
            default -> Math.min(1, value);
        };
        return new Sample(target.account(), target.region(), memory.name(), metric, minute, count, value, max);
    }

    private Reject reject(LambdaMetric metric, long minute, double value) {
        String what = metric.wire() + " of " + memory.name() + " in minute " + minute + " is " + value;
        String file = "cloudwatch:" + target.account() + "/" + target.region();
        return new Reject(file, 0, RejectReason.BAD_VALUE, what, 0, "", "", 1, false);
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
