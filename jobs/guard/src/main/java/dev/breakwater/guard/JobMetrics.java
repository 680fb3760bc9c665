package dev.breakwater.guard;

/** Names of the job's own metrics in Flink, for the heartbeat's line each minute and for Prometheus. */
public final class JobMetrics {

    /** Samples taken since the job began or was restored. */
    public static final String SAMPLES = "breakwater_samples_total";

    /** Lines that could not be used, since then. */
    public static final String REJECTS = "breakwater_rejects_total";

    /** Samples that came too late to be used, since then. */
    public static final String LATE = "breakwater_late_total";

    /** End of the newest data minute with a sample, epoch seconds; 0 before the first. */
    public static final String NEWEST = "breakwater_newest_sample_timestamp_seconds";

    /** Functions that the feed has spoken of within a month. */
    public static final String FUNCTIONS = "breakwater_functions";

    /** Functions that were left out in this hour of the feed or the last, 10,000 at most. */
    public static final String UNWATCHED = "breakwater_functions_unwatched";

    /** Incidents that are open. */
    public static final String OPEN = "breakwater_incidents_open";

    /** Throttles that were observed set and not given back. */
    public static final String HELD = "breakwater_throttles_held";

    /** Cost of current surges above the expected in the trailing hour, USD. */
    public static final String EXCESS = "breakwater_excess_usd_per_hour";

    /** Decisions since the job began or was restored, by {@code type}. */
    public static final String DECISIONS = "breakwater_decisions_total";

    /** Calls that change a limit or its tag since the job began or was restored, by {@code outcome}. */
    public static final String LIMIT_CALLS = "breakwater_limit_calls_total";

    /**
     * Whether a {@code subject} (a feed, an account and region of it, checkpoints, files) was reported silent: 0 or 1.
     */
    public static final String SILENT = "breakwater_silent";

    /** For how long a {@code subject} was not seen, seconds. */
    public static final String SILENT_SECONDS = "breakwater_silent_seconds";

    /** Age of the newest data minute of a feed when the feed was last seen, seconds. */
    public static final String LAG = "breakwater_feed_lag_seconds";

    /** When a drill proved the brake last, epoch seconds; 0 if none has. */
    public static final String DRILL_PASSED = "breakwater_drill_passed_timestamp_seconds";

    /** When a drill failed last, epoch seconds; 0 if none has. */
    public static final String DRILL_FAILED = "breakwater_drill_failed_timestamp_seconds";

    /**
     * How long the last drill that passed waited for its {@code phase}: {@code page}, {@code hold}, {@code restore}.
     */
    public static final String DRILL_SECONDS = "breakwater_drill_seconds";

    /** Whether the configuration file is one that was not taken up: 0 or 1. */
    public static final String BOOK_REFUSED = "breakwater_configuration_refused";

    /** Alarms, triggers and updates, that no route sends to anybody, since the job began or was restored. */
    public static final String UNROUTED = "breakwater_notify_unrouted_total";

    private JobMetrics() {}
}
