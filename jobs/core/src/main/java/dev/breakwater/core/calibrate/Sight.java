package dev.breakwater.core.calibrate;

/**
 * What two readings say of the factor.
 *
 * @param log      log(charges / ours) over the time between them; not finite where one of them is not above zero
 * @param variance of it
 * @param minutes  between them
 * @param our      our spend between them, nano-USD
 */
record Sight(double log, double variance, long minutes, long our) {

    static Sight of(
            CalibrationRule rule,
            CalibrationState s,
            long until,
            Charge charge,
            long fromMinute,
            long fromCharge,
            long fromOur) {
        long our = SpendCurve.upTo(s, until) - fromOur;
        long charged = charge.nano() - fromCharge;
        long minutes = until - fromMinute;
        return new Sight(Math.log((double) charged / our), rule.variance(minutes, Math.max(1, charged)), minutes, our);
    }

    boolean tells(long shortest, long least) {
        return minutes >= shortest && our >= least;
    }
}
