package dev.breakwater.core.calibrate;

import java.io.Serializable;

/**
 * What cold starts add to the time that metrics tell: {@code Duration} leaves INIT out, the bill has it since
 * 2025-08-01.
 *
 * @param share INIT time as a share of the handlers' time, 0 or more
 * @param error its standard error
 */
public record InitShare(double share, double error) implements Serializable {

    /** What is assumed unless configured: one call in a hundred starts cold and takes two handlers' time. */
    public static final InitShare ASSUMED = new InitShare(.02, .02);
}
