package dev.breakwater.engine.calibrate;

import dev.breakwater.engine.calibrate.Calibration.CalibrationRule;
import dev.breakwater.engine.calibrate.Calibration.Charge;
import dev.breakwater.engine.calibrate.Calibration.Factor;
import dev.breakwater.engine.calibrate.CalibrationTerms.Cause;
import dev.breakwater.model.Wire;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The result of one reading, and the factor after that reading.
 *
 * @param minute      minute of the reading
 * @param nano        the reading, nano-USD since the beginning of the month
 * @param factor      the bill divided by our own count, see {@link Factor}
 * @param low         lower end of the factor's interval, 0 while unknown
 * @param high        upper end of the factor's interval, 0 while unknown
 * @param unexplained the share of the difference that no known cause explains, see {@link Difference}
 * @param alarm       whether the unexplained share is above the tolerated share
 * @param changed     whether this result differs from the last one
 * @param text        one line for people
 */
public record CalibrationReport(
        String account,
        long minute,
        long nano,
        CalibrationReport.Verdict verdict,
        double factor,
        double low,
        double high,
        double unexplained,
        boolean alarm,
        boolean changed,
        String text) {

    /** Processes a reading and returns the result. */
    public static CalibrationReport of(
            String account, CalibrationState s, CalibrationRule rule, CalibrationTerms terms, Charge charge) {
        boolean before = s.alarmed;
        Verdict verdict = new Calibration(s, rule).read(charge);
        Factor factor = new Calibration(s, rule).factor(charge.minute());
        List<Cause> causes = terms.causes(s);
        Difference d = Difference.of(s, factor, causes, terms.tolerated());
        return new CalibrationReport(
                account,
                charge.minute(),
                charge.nano(),
                verdict,
                factor.value(),
                factor.known() ? factor.low() : 0,
                factor.known() ? factor.high() : 0,
                d.unexplained(),
                d.alarm(),
                d.alarm() != before,
                verdict.rejected() ? "reading rejected because " + verdict.text() + "; " + d.text() : d.text());
    }

    /** Whether a factor is known. */
    public boolean known() {
        return low > 0;
    }

    /**
     * The difference between the bill and our own count, and the part of that difference that known causes explain. All
     * values are shares of our own count: .12 means that the bill is 12 % higher.
     *
     * @param unexplained   the smallest unexplained share: 0 if both intervals overlap, negative if the bill is too low
     * @param alarm         whether the unexplained share is above the tolerated share
     * @param text          one line for people
     */
    public record Difference(double unexplained, boolean alarm, String text) {

        /** An alarm ends when the unexplained share falls below this fraction of the tolerated share. */
        private static final double HYSTERESIS = .5;

        /**
         * Compares the factor with the known causes.
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
            return new Difference(rest, s.alarmed, text(factor, causes, explainedLow, explainedHigh, rest));
        }

        private static String text(Factor f, List<Cause> causes, double low, double high, double rest) {
            if (!f.known())
                return "there are no billing figures yet, so the bill may contain costs that metrics do not show";
            String names = causes.stream().map(Cause::name).collect(Collectors.joining(", "));
            String explained = causes.isEmpty()
                    ? "no known cause explains it"
                    : String.format(Locale.ROOT, "%s explain %s to %s", names, percent(low - 1), percent(high - 1));
            String stays = rest == 0 ? "" : "; " + percent(rest) + " stays unexplained";
            return String.format(
                    Locale.ROOT,
                    "the bill differs from our own count by %s (%s to %s); %s%s",
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

    /** The verdict on a reading. */
    public enum Verdict implements Wire {
        ACCEPTED("the reading counts"),
        FIRST("later readings are compared with this first reading of the month"),
        CORRECTED("AWS corrected its charges earlier, so this reading is compared with the corrected reading"),
        NEW_LEVEL("the reading counts, because three readings agree on a new level"),
        TOO_SOON("the reading came too soon after the last one, or there was too little spend to compare"),
        AHEAD("the reading is newer than our own samples"),
        OLD("the reading is not newer than the last one"),
        LAST_MONTH("the reading still has the total of last month"),
        BLIND("samples have been missing since the last reading"),
        BACKWARDS("the reading is lower than the last one of this month"),
        JUMP("the difference since the last good reading is far from our own count"),
        INVALID("the reading is not an amount of money");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** One line for people. */
        public String text() {
            return text;
        }

        /** Whether the reading was refused as wrong, so that the factor did not change. */
        public boolean rejected() {
            return this == BACKWARDS || this == JUMP || this == INVALID;
        }
    }
}
