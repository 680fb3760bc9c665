package dev.breakwater.connectors.aws;

/** The wait before a call to AWS is repeated. */
public final class Backoff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 60_000;

    /** The wait after a refusal, in ms. The wait is long, because an early attempt would fail too. */
    public static final long DENIED_MILLIS = 15 * 60_000;

    private Backoff() {}

    /**
     * @param failures the number of failures in a row, at least 1
     * @param failure the last failure, or null if only some of the queries were not answered
     */
    public static long millis(int failures, AwsFailure failure) {
        if (failure != null && failure.outcome() == Outcome.DENIED) {
            return DENIED_MILLIS;
        }
        long doubled = FIRST_MILLIS << Math.min(failures - 1, 6);
        long asked = failure == null ? 0 : failure.retryAfterMillis();
        return Math.max(asked, Math.min(LONGEST_MILLIS, doubled));
    }
}
