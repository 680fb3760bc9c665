package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.LambdaMetric;

/** Tells from the calls of a function whether the rest of it is worth asking for: each metric costs. */
final class News {
    /** From this mean duration on, in ms, a function runs, and shows concurrency, in minutes without calls. */
    private static final double LONG_RUNNING = 30_000;

    private News() {}

    /** Whether there are calls that are new, have changed, or of which the rest has not been seen. */
    static boolean in(Series calls, FunctionMemory memory) {
        boolean some = false;
        for (long minute = calls.from(); minute < calls.from() + calls.values().length; minute++) {
            double value = calls.at(minute);
            if (!(value > 0)) {
                continue;
            }
            some = true;
            if (value != memory.get(LambdaMetric.INVOCATIONS, minute)
                    || Double.isNaN(memory.get(LambdaMetric.DURATION, minute))
                    || Double.isNaN(memory.get(LambdaMetric.CONCURRENT_EXECUTIONS, minute))) {
                return true;
            }
        }
        double duration = memory.since(LambdaMetric.DURATION, calls.from());
        return some && duration > LONG_RUNNING * memory.since(LambdaMetric.INVOCATIONS, calls.from());
    }
}
