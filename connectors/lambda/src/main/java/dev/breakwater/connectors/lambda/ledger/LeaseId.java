package dev.breakwater.connectors.lambda.ledger;

import java.util.Locale;

/**
 * The order of lease ids. An id is a number in base 36, for example {@code t5k3f9}: of two leases on one limit the one with
 * the higher id is the newer one. Ids tell the order where the clocks of two writers do not.
 */
public final class LeaseId {

    private static final int BASE = 36;

    private LeaseId() {}

    /** Below 0 if a is the older lease. An empty id is older than all others. */
    public static int compare(String a, String b) {
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    /**
     * The id of a new lease: the seconds of the clock, or one more than the newest lease where the clock is behind.
     *
     * @param newest the newest id known of this limit, or empty
     */
    public static String next(String newest, long nowMillis) {
        String clock = Long.toString(nowMillis / 1_000, BASE);
        if (compare(newest, clock) < 0) {
            return clock;
        }
        try {
            return Long.toString(Math.addExact(Long.parseLong(newest.toLowerCase(Locale.ROOT), BASE), 1), BASE);
        } catch (NumberFormatException | ArithmeticException e) {
            // an id that is not a number is not ours: a longer one still sorts above it
            return newest + '0';
        }
    }
}
