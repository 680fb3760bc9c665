package dev.breakwater.core.calibrate;

import dev.breakwater.core.calibrate.Calibration.Charge;
import dev.breakwater.core.calibrate.Calibration.Factor;
import dev.breakwater.core.calibrate.CalibrationTerms.Cause;
import java.util.List;

/**
 * The result of a reading, and the factor known after it.
 *
 * @param minute      of the reading
 * @param nano        the reading, nano-USD since the beginning of the month
 * @param factor      bill over our own count, see {@link Factor}
 * @param low         lower end of its interval, 0 while nothing is known
 * @param high        upper end, 0 while nothing is known
 * @param unexplained the share that stays, see {@link Difference}
 * @param alarm       whether that is more than is tolerated
 * @param changed     whether that is news
 * @param text        one line for people
 */
public record CalibrationReport(
        String account,
        long minute,
        long nano,
        Verdict verdict,
        double factor,
        double low,
        double high,
        double unexplained,
        boolean alarm,
        boolean changed,
        String text) {

    /** Takes a reading and returns the changes. */
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
                verdict.rejected() ? "reading rejected, " + verdict.text() + "; " + d.text() : d.text());
    }

    /** Whether a factor is known. */
    public boolean known() {
        return low > 0;
    }
}
