package dev.breakwater.engine.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.calibrate.Calibration.CalibrationRule;
import dev.breakwater.engine.calibrate.Calibration.Factor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests that the calibration finds a hidden factor. */
class CalibrationRecoveryTest {

    private static final int SEEDS = 60;
    private static final CalibrationRule RULE = CalibrationRule.DEFAULT;

    @Test
    void findsTheHiddenFactorWithinItsStatedIntervalInAMonthWithGapsAndACorrection() {
        int atTheEnd = 0;
        int checks = 0;
        int inside = 0;
        double[] widths = new double[SEEDS];
        double[] errors = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            BilledMonth month = new BilledMonth(seed);
            CalibrationState state = new CalibrationState();
            int next = 0;
            for (int i = 0; i < BilledMonth.MINUTES; i++) {
                state.spend(BilledMonth.START + i, month.ours[i]);
                while (next < month.charges.size() && month.charges.get(next).minute() == BilledMonth.START + i) {
                    new Calibration(state, RULE).read(month.charges.get(next++));
                }
                if (i % 1440 == 1439 && state.accepted > 0) {
                    checks++;
                    if (holds(state, month, i)) inside++;
                }
            }
            int last = BilledMonth.MINUTES - 1;
            Factor factor = new Calibration(state, RULE).factor(BilledMonth.START + last);
            widths[seed] = (factor.high() - factor.low()) / factor.value() / 2;
            errors[seed] = Math.abs(factor.value() / month.factor[last] - 1);
            if (holds(state, month, last)) atTheEnd++;
        }
        Arrays.sort(widths);
        Arrays.sort(errors);
        System.out.printf(
                "calibration: %d of %d seeds inside at the end of the month, %.1f %% of %d daily checks;"
                        + " interval +-%.1f %% (median), error %.1f %% (median), %.1f %% (95th)%n",
                atTheEnd,
                SEEDS,
                100.0 * inside / checks,
                checks,
                100 * widths[SEEDS / 2],
                100 * errors[SEEDS / 2],
                100 * errors[SEEDS * 95 / 100]);
        assertThat(atTheEnd).isGreaterThanOrEqualTo(SEEDS * 95 / 100);
        assertThat(inside).isGreaterThanOrEqualTo(checks * 95 / 100);
        assertThat(widths[SEEDS / 2]).as("an interval that says something").isLessThan(.10);
    }

    private static boolean holds(CalibrationState state, BilledMonth month, int minute) {
        Factor factor = new Calibration(state, RULE).factor(BilledMonth.START + minute);
        return month.factor[minute] >= factor.low() && month.factor[minute] <= factor.high();
    }
}
