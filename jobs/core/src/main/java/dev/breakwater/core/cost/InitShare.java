package dev.breakwater.core.cost;

import java.io.Serializable;

/**
 * What cold starts add to the time that metrics tell: {@code Duration} leaves INIT out, the bill has it since
 * 2025-08-01.
 *
 * @param share INIT time as a share of the handlers' time, 0 or more
 * @param error its standard error
 */
public record InitShare(double share, double error) implements Serializable {

    /** What is assumed without a single platform report: one call in a hundred starts cold and takes two handlers' time. */
    public static final InitShare ASSUMED = new InitShare(.02, .02);

    /** Reports that the assumption is worth. */
    private static final double WEIGHT = 50;

    /**
     * The ratio of all INIT time to all handler time in the reports, drawn to the assumption while there are few; its
     * error is that of a ratio estimator.
     */
    public static InitShare of(InitState s, InitShare assumed) {
        if (s.reports == 0 || s.durationMs <= 0) return assumed;
        double ratio = s.initMs / s.durationMs;
        double residual = s.initSquare - 2 * ratio * s.initTimesDuration + ratio * ratio * s.durationSquare;
        double error = Math.sqrt(Math.max(0, residual)) / s.durationMs;
        double weight = s.reports / (s.reports + WEIGHT);
        double share = weight * ratio + (1 - weight) * assumed.share;
        return new InitShare(share, Math.hypot(weight * error, (1 - weight) * assumed.error));
    }

    /** Takes a platform report in; {@code initMs} is 0 for a warm start. Times that are no times are passed over. */
    public static void count(InitState s, double durationMs, double initMs) {
        if (!(durationMs >= 0 && initMs >= 0 && durationMs + initMs < Double.POSITIVE_INFINITY)) return;
        s.reports++;
        s.durationMs += durationMs;
        s.initMs += initMs;
        s.durationSquare += durationMs * durationMs;
        s.initSquare += initMs * initMs;
        s.initTimesDuration += durationMs * initMs;
    }
}
