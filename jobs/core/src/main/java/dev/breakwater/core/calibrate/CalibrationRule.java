package dev.breakwater.core.calibrate;

import java.io.Serializable;

/**
 * The assumptions of the estimate. Standard deviations are shares: .01 = 1 %.
 *
 * @param prior        the factor's deviation before the first reading
 * @param driftPerDay  by how much the factor may drift in a day
 * @param readingError the deviation of a difference of two readings, beside their lag
 * @param lagMinutes   how far a reading is behind the use that it counts
 * @param lagError     standard deviation of that lag, minutes
 */
public record CalibrationRule(double prior, double driftPerDay, double readingError, double lagMinutes, double lagError)
        implements Serializable {

    /** AWS says several times a day and no more: a lag of four hours, give or take one, is assumed. */
    public static final CalibrationRule DEFAULT = new CalibrationRule(.3, .01, .01, 240, 60);

    /** Variance of log(charges / ours) over an interval. */
    double variance(double minutes, double chargeNano) {
        double lag = Math.sqrt(2) * lagError / minutes;
        double cents = Math.sqrt(2) * HALF_A_CENT / chargeNano;
        return readingError * readingError + lag * lag + cents * cents;
    }

    /** Readings are in whole cents. */
    private static final double HALF_A_CENT = 5e6;
}
