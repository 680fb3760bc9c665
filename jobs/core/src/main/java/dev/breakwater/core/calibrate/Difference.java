package dev.breakwater.core.calibrate;

import dev.breakwater.core.calibrate.Calibration.Factor;
import dev.breakwater.core.calibrate.CalibrationTerms.Cause;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The difference between the bill and our own count, and its explained part. Shares of our own count: .12 = 12 % above.
 *
 * @param low           the smallest share by which the bill is above ours
 * @param high          at the most
 * @param explainedLow  the smallest effect of the causes
 * @param explainedHigh at the most
 * @param unexplained   the least that stays: 0 if both intervals meet, below 0 if the bill is too low
 * @param alarm         whether that is more than is tolerated
 * @param text          one line for people
 */
public record Difference(
        double low,
        double high,
        double explainedLow,
        double explainedHigh,
        double unexplained,
        boolean alarm,
        String text) {

    /** An alarm ends when the unexplained rest falls below this share of the one that raised it. */
    private static final double HYSTERESIS = .5;

    /**
     * Holds the factor against the causes.
     *
     * @param tolerated share that may stay unexplained, for example .05
     */
    public static Difference of(CalibrationState s, Factor factor, List<Cause> causes, double tolerated) {
        double explainedLow = 1;
        double explainedHigh = 1;
        for (Cause cause : causes) {
            explainedLow *= 1 + cause.low();
            explainedHigh *= 1 + cause.high();
        }
        double over = Math.max(0, factor.low() - explainedHigh);
        double under = Math.max(0, explainedLow - factor.high());
        double rest = factor.known() ? over - under : 0;
        double line = s.alarmed ? tolerated * HYSTERESIS : tolerated;
        s.alarmed = Math.abs(rest) > line;
        return new Difference(
                factor.low() - 1,
                factor.high() - 1,
                explainedLow - 1,
                explainedHigh - 1,
                rest,
                s.alarmed,
                text(factor, causes, explainedLow, explainedHigh, rest));
    }

    private static String text(Factor f, List<Cause> causes, double low, double high, double rest) {
        if (!f.known())
            return "there are no billing figures yet, so the bill may contain costs that metrics do not " + "show";
        String names = causes.stream().map(Cause::name).collect(Collectors.joining(", "));
        String explained = causes.isEmpty()
                ? "no known cause explains it"
                : String.format(Locale.ROOT, "%s explain %s to %s", names, percent(low - 1), percent(high - 1));
        String stays = rest == 0 ? "" : "; " + percent(rest) + " stays unexplained";
        return String.format(
                Locale.ROOT,
                "the bill is %s (%s to %s) from our own count; %s%s",
                percent(f.value() - 1),
                percent(f.low() - 1),
                percent(f.high() - 1),
                explained,
                stays);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%+.1f %%", share * 100);
    }
}
