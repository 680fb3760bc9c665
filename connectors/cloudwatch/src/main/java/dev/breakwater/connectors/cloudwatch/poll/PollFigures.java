package dev.breakwater.connectors.cloudwatch.poll;

/** What polling did since the reader began, and where it stands. Written by the task thread, read by any. */
final class PollFigures {
    /** Calls to CloudWatch, pages included. */
    volatile long calls;
    /** Metrics asked for with GetMetricData: what CloudWatch charges. */
    volatile long metrics;
    /** Calls that failed. */
    volatile long failures;
    /** Calls refused for want of permission. */
    volatile long denials;
    /** Queries that were not answered and are asked again. */
    volatile long askedAgain;
    /** Functions left out because there are too many in one account and region. */
    volatile long functionsLeftOut;
    /** Listed names that no function has. */
    volatile long badNames;
    /** Minutes in which the feed went on without an account and region, counted for each. */
    volatile long minutesWithout;
    /** Minutes of functions awake that were not asked for in time, for want of money or because they were found late. */
    volatile long minutesMissed;
    /** USD spent in this calendar month. */
    volatile double spentUsd;
    /** USD a month at the rate of the last hour. */
    volatile double usdPerMonth;
    /** Functions watched. */
    volatile int functions;
    /** Accounts and regions that the feed goes on without. */
    volatile int absent;
    /** How far the wall clock is past the end of the newest minute emitted, seconds. */
    volatile long lagSeconds;
}
