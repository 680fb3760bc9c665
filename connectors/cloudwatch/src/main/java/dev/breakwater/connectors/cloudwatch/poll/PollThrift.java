package dev.breakwater.connectors.cloudwatch.poll;

import java.io.Serializable;

/**
 * What polling may cost.
 *
 * @param usdPerMonthAtMost     spent in a calendar month (UTC) at most, above 0
 * @param usdPerThousandMetrics what CloudWatch charges for 1,000 metrics asked for with GetMetricData, above 0
 * @param callsPerSecond        calls a second to one account and region at most, 1..50 (AWS allows 50)
 * @param sleepEveryMinutes     how often a function is asked that has done nothing for an hour, 1..12
 * @param wakeCalls             calls in a minute of a region that no function asked accounts for: above that, those asleep
 *                              are asked at once
 */
public record PollThrift(
        double usdPerMonthAtMost,
        double usdPerThousandMetrics,
        int callsPerSecond,
        int sleepEveryMinutes,
        int wakeCalls)
        implements Serializable {

    /** A function without calls for this many minutes is asleep. */
    static final int SLEEPS_AFTER = 60;

    /** No function is asked more rarely, in minutes: what it did must still be in the late window. */
    static final int RAREST = 12;

    public PollThrift {
        if (!(usdPerMonthAtMost > 0) || !(usdPerThousandMetrics > 0)) {
            throw new IllegalArgumentException("polling needs a monthly sum and a price above 0 USD");
        }
        if (callsPerSecond < 1 || callsPerSecond > 50) {
            throw new IllegalArgumentException("callsPerSecond must be 1..50, not " + callsPerSecond);
        }
        if (sleepEveryMinutes < 1 || sleepEveryMinutes > RAREST) {
            throw new IllegalArgumentException("sleepEveryMinutes must be 1..12, not " + sleepEveryMinutes);
        }
    }

    /** At the list price of 0.01 USD for 1,000 metrics. */
    public static PollThrift of(double usdPerMonthAtMost) {
        return new PollThrift(usdPerMonthAtMost, 0.01, 10, 10, 20);
    }
}
