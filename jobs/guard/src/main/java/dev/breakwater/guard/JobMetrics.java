package dev.breakwater.guard;

/** Names of the job's own metrics in Flink. The minute's heartbeat and Prometheus show these metrics. */
public final class JobMetrics {

    /** Samples that were used since the job began or was restored. */
    public static final String SAMPLES = "breakwater_samples_total";

    /** Lines that could not be used, counted since the job began or was restored. */
    public static final String REJECTS = "breakwater_rejects_total";

    /** Samples that came too late since the job began or was restored. */
    public static final String LATE = "breakwater_late_total";

    /** End of the newest data minute with a sample, epoch seconds; 0 before the first. */
    public static final String NEWEST = "breakwater_newest_sample_timestamp_seconds";

    /** Functions with a sample in the last month. */
    public static final String FUNCTIONS = "breakwater_functions";

    /** Functions that were not watched in the feed's current or previous hour, at most 10,000. */
    public static final String UNWATCHED = "breakwater_functions_unwatched";

    /** Incidents that are open. */
    public static final String OPEN = "breakwater_incidents_open";

    /** Throttles that were observed as set and not yet released. */
    public static final String HELD = "breakwater_throttles_held";

    /** Cost of the current surges above their expected cost in the last hour, USD. */
    public static final String EXCESS = "breakwater_excess_usd_per_hour";

    /** The number of decisions since the job began or was restored, for each {@code type}. */
    public static final String DECISIONS = "breakwater_decisions_total";

    /**
     * The number of calls that change a limit or its tag since the job began or was restored, for each {@code outcome}.
     */
    public static final String LIMIT_CALLS = "breakwater_limit_calls_total";

    /**
     * Whether a {@code subject} was reported silent: 0 or 1. A subject is a feed, an account and region of a feed, the
     * checkpoints, or the files.
     */
    public static final String SILENT = "breakwater_silent";

    /** The time since a {@code subject} was last seen, in seconds. */
    public static final String SILENT_SECONDS = "breakwater_silent_seconds";

    /** The age of a feed's newest data minute when the feed last showed activity, in seconds. */
    public static final String LAG = "breakwater_feed_lag_seconds";

    /** When a drill last passed, in epoch seconds. 0 if none has passed. */
    public static final String DRILL_PASSED = "breakwater_drill_passed_timestamp_seconds";

    /** When a drill last failed, in epoch seconds. 0 if none has failed. */
    public static final String DRILL_FAILED = "breakwater_drill_failed_timestamp_seconds";

    /**
     * How long each {@code phase} of the last passed drill took. The phases are {@code page}, {@code hold} and {@code
     * restore}.
     */
    public static final String DRILL_SECONDS = "breakwater_drill_seconds";

    /** Whether the job refused the present configuration file: 0 or 1. */
    public static final String BOOK_REFUSED = "breakwater_configuration_refused";

    /** Triggers and updates of alarms that no route sent to a receiver, since the job began or was restored. */
    public static final String UNROUTED = "breakwater_notify_unrouted_total";

    private JobMetrics() {}
}
