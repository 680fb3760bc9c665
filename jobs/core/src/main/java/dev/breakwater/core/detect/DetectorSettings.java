package dev.breakwater.core.detect;

/**
 * The constants of the detector that are choices, not structure. Ratios are natural-log thresholds of observed over
 * expected.
 *
 * @param quietMinutes     an episode ends after this many minutes without evidence
 * @param readyMinutes     history that a scope needs before it is judged
 * @param acceptMinutes    an episode of this length is taken as the new normal
 * @param accountScope     true for groups and accounts: sums of many functions, no unit-cost and growth tests
 */
public record DetectorSettings(int quietMinutes, int readyMinutes, int acceptMinutes, boolean accountScope)
        implements java.io.Serializable {

    /** One function: ready after a day, closed after half an hour of calm, a new level accepted after a day. */
    public static DetectorSettings function() {
        return new DetectorSettings(30, 1440, 1440, false);
    }

    /** A sum of functions: ready after a day and a half. */
    public static DetectorSettings account() {
        return new DetectorSettings(30, 2160, 1440, true);
    }
}
