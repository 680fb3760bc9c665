package dev.breakwater.core.calibrate;

/**
 * What a USD by our own count is on the bill.
 *
 * @param value the estimate; 1 while there is none
 * @param low   lower end of the interval that holds the true factor in 95 of 100 cases or more
 * @param high  its upper end
 */
public record Factor(double value, double low, double high) {

    /** Nothing is known yet. */
    public static final Factor UNKNOWN = new Factor(1, 0, Double.POSITIVE_INFINITY);

    public boolean known() {
        return low > 0;
    }
}
