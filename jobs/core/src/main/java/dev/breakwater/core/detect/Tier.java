package dev.breakwater.core.detect;

/**
 * The constants of the tests at one level. Lines are factors of observed over expected, envelopes are factors of observed
 * over the largest of a week at this time of day; why each is what it is, docs/detection.md says.
 *
 * @param line3         demand of 3 minutes
 * @param line15        demand of 15 minutes
 * @param line60        demand of 60 minutes
 * @param line180       demand of 180 minutes
 * @param unit          cost of a call
 * @param history       share of the usual extreme (as a log ratio) that a surge must exceed
 * @param margin3       added to that for 3 minutes, the noisiest window
 * @param unitHistory   the same share for the cost of a call
 * @param envelope3     least 3-minute mean over the envelope, burst
 * @param envelope15    least 15-minute mean over the envelope, surge
 * @param envelope60    least 60-minute mean over the envelope, sustained surge
 * @param goingOn15     least 15-minute mean over the envelope for a sustained surge to be still on
 * @param now15         least demand of 15 minutes for a sustained surge to be still on
 * @param now60         least demand of 60 minutes for a surge of hours to be still on
 * @param excessShare   share of the largest hourly excess of a week that the excess must exceed
 * @param excessCalls   least excess calls in the trailing hour
 * @param busyShare     share of the busy level of a usual day below which a surge must be threefold
 * @param persistence   minutes of the last 15 in which a sustained surge must have held
 */
record Tier(
        double line3,
        double line15,
        double line60,
        double line180,
        double unit,
        double history,
        double margin3,
        double unitHistory,
        double envelope3,
        double envelope15,
        double envelope60,
        double goingOn15,
        double now15,
        double now60,
        double excessShare,
        double excessCalls,
        double busyShare,
        int persistence) {

    static final Tier PAGE =
            new Tier(2.0, 1.6, 1.30, 1.25, 3.5, 1.2, .1, 1.2, 1.15, 1.00, 1.10, .80, 1.35, 1.30, .08, 80, .7, 5);
    static final Tier WARN =
            new Tier(1.7, 1.6, 1.26, 1.21, 2.9, .9, 0, 1.1, 1.05, 1.00, 1.10, .65, 1.13, 1.21, .08, 50, .6, 3);

    private static final int LAST = 15;

    /** How far the envelopes move, as a power of the factor: less than the lines, or one step would decide everything. */
    private static final double ENVELOPE_POWER = .5;

    /**
     * The same tests with each line moved by one factor: lines in the logarithm, shares, margins and counts themselves,
     * envelopes by the root of it. More is stricter, in every constant.
     */
    Tier times(double factor) {
        double envelope = Math.pow(factor, ENVELOPE_POWER);
        return new Tier(
                Math.pow(line3, factor),
                Math.pow(line15, factor),
                Math.pow(line60, factor),
                Math.pow(line180, factor),
                Math.pow(unit, factor),
                history * factor,
                margin3 * factor,
                unitHistory * factor,
                envelope3 * envelope,
                envelope15 * envelope,
                envelope60 * envelope,
                goingOn15 * envelope,
                Math.pow(now15, factor),
                Math.pow(now60, factor),
                excessShare * factor,
                excessCalls * factor,
                busyShare * envelope,
                (int) Math.max(1, Math.min(LAST, Math.round(persistence * factor))));
    }
}
