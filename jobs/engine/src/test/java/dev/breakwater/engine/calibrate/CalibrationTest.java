package dev.breakwater.engine.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.engine.calibrate.Calibration.CalibrationRule;
import dev.breakwater.engine.calibrate.Calibration.Charge;
import dev.breakwater.engine.calibrate.Calibration.Factor;
import dev.breakwater.engine.calibrate.CalibrationReport.Difference;
import dev.breakwater.engine.calibrate.CalibrationReport.Verdict;
import dev.breakwater.engine.calibrate.CalibrationTerms.Cause;
import dev.breakwater.engine.calibrate.CalibrationTerms.InitShare;
import dev.breakwater.model.DataMinute;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final CalibrationRule RULE = new CalibrationRule(.3, .01, .01, 0, 5);
    private static final long START = DataMinute.monthStart(BilledMonth.MONTH);
    private static final long USD = 1_000_000_000L;
    private static final int DAY = 1440;

    private final CalibrationState state = new CalibrationState();
    private long now = START;

    @Test
    void learnsTheFactorFromDifferences() {
        spendDays(1);
        assertThat(read(11)).isEqualTo(Verdict.FIRST);
        spendDays(1);
        assertThat(read(22.5)).isEqualTo(Verdict.ACCEPTED);
        spendDays(1);
        assertThat(read(34)).isEqualTo(Verdict.ACCEPTED);

        Factor factor = factor();
        assertThat(factor.value()).isCloseTo(1.15, within(.01));
        assertThat(factor.low()).isBetween(1.08, 1.15);
        assertThat(factor.high()).isBetween(1.15, 1.22);
    }

    @Test
    void aReadingThatGoesBackwardsIsRejectedAndTheFactorKept() {
        calibrated(1.15);
        double before = factor().value();
        spendDays(1);

        assertThat(read(20)).isEqualTo(Verdict.BACKWARDS);
        assertThat(factor().value()).isEqualTo(before);
        assertThat(Verdict.BACKWARDS.text()).isEqualTo("the reading is lower than the last one of this month");
    }

    @Test
    void aReadingThatJumpsIsRejectedAndTheNextGoodOneCounts() {
        calibrated(1.15);
        double before = factor().value();
        spendDays(1);
        assertThat(read(500)).isEqualTo(Verdict.JUMP);
        assertThat(factor().value()).isEqualTo(before);
        spendDays(1);

        assertThat(read(1.15 * 10 * 6)).isEqualTo(Verdict.ACCEPTED);
        assertThat(factor().value()).isCloseTo(1.15, within(.01));
    }

    @Test
    void aCorrectionOfThePastIsPassedOverWhenItStands() {
        calibrated(1.15);
        spendDays(1);
        assertThat(read(1.15 * 50 - 20)).isEqualTo(Verdict.BACKWARDS);
        spendDays(1);
        assertThat(read(1.15 * 60 - 20)).isEqualTo(Verdict.CORRECTED);
        spendDays(1);
        assertThat(read(1.15 * 70 - 20)).isEqualTo(Verdict.ACCEPTED);

        assertThat(factor().value()).isCloseTo(1.15, within(.01));
    }

    @Test
    void aNewLevelCountsWhenThreeReadingsAgree() {
        calibrated(1.15);
        double total = 1.15 * 40;
        for (int i = 0; i < 2; i++) {
            spendDays(1);
            assertThat(read(total += 7)).isEqualTo(Verdict.JUMP);
        }
        spendDays(1);

        assertThat(read(total + 7)).isEqualTo(Verdict.NEW_LEVEL);
        assertThat(factor().value()).isCloseTo(.7, within(.02));
    }

    @Test
    void beginsAtZeroWithTheMonthOnceTheChargesHaveFallen() {
        now = DataMinute.monthEnd(BilledMonth.MONTH) - 4 * DAY;
        calibrated(1.15);
        spend(360);
        assertThat(read(1.15 * 41)).isEqualTo(Verdict.LAST_MONTH);
        spend(360);
        assertThat(read(1.15 * 5)).isEqualTo(Verdict.TOO_SOON);
        spend(900);
        assertThat(read(1.15 * 11.25)).isEqualTo(Verdict.ACCEPTED);
        assertThat(factor().value()).isCloseTo(1.15, within(.01));
    }

    @Test
    void goesOnInANewMonthAfterWeeksWithoutAReading() {
        now = DataMinute.monthEnd(BilledMonth.MONTH) - 30 * DAY;
        calibrated(1.15);
        spendDays(30);
        assertThat(read(1.15 * 40 + 1)).isEqualTo(Verdict.ACCEPTED);
        assertThat(state.anchorMinute).isEqualTo(now);
    }

    @Test
    void readingsThatTellNothingChangeNothing() {
        calibrated(1.15);
        Factor before = factor();

        assertThat(read(1.15 * 40)).isEqualTo(Verdict.OLD);
        spend(30);
        assertThat(read(1.15 * 40.2)).isEqualTo(Verdict.TOO_SOON);
        assertThat(new Calibration(state, RULE).read(new Charge(now + 600, 47 * USD)))
                .isEqualTo(Verdict.AHEAD);
        assertThat(new Calibration(state, RULE).read(new Charge(now, -1))).isEqualTo(Verdict.INVALID);
        assertThat(new Calibration(state, RULE).factor(now - 30)).isEqualTo(before);
    }

    @Test
    void doesNotLearnOverMissingSamples() {
        calibrated(1.15);
        double before = factor().value();
        spendDays(1);
        state.blind(now - 300);

        assertThat(read(70)).isEqualTo(Verdict.BLIND);
        assertThat(factor().value()).isEqualTo(before);
        spendDays(1);
        assertThat(read(81.5)).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void theIntervalWidensWhileNoReadingComes() {
        calibrated(1.15);
        Factor now0 = factor();
        Factor later = new Calibration(state, RULE).factor(now + 20 * DAY);

        assertThat(later.value()).isEqualTo(now0.value());
        assertThat(later.high() - later.low()).isGreaterThan(2 * (now0.high() - now0.low()));
        assertThat(new Calibration(new CalibrationState(), RULE).factor(now)).isEqualTo(Factor.UNKNOWN);
    }

    @Test
    void explainsTheDifferenceAndAlarmsOnlyOnTheRest() {
        calibrated(1.15);
        List<Cause> coldStarts = List.of(Cause.coldStarts(new InitShare(.04, .01)));
        List<Cause> more = List.of(Cause.coldStarts(new InitShare(.04, .01)), Cause.otherRegions(.1));

        Difference alarm = Difference.of(state, factor(), coldStarts, .03);
        assertThat(alarm.alarm()).isTrue();
        assertThat(alarm.unexplained()).isBetween(.04, .09);
        assertThat(alarm.text())
                .startsWith("the bill differs from our own count by +15.0 % (")
                .contains("cold starts explain +2.0 % to +6.0 %")
                .endsWith("% stays unexplained");
        Difference calm = Difference.of(state, factor(), more, .03);
        assertThat(calm.alarm()).isFalse();
        assertThat(calm.unexplained()).isZero();
    }

    @Test
    void aBillThatIsTooLowIsExplainedByASavingsPlanAndTheFreeTier() {
        calibrated(.75);

        Difference bare = Difference.of(new CalibrationState(), factor(), List.of(), .05);
        Difference explained = Difference.of(
                new CalibrationState(),
                factor(),
                List.of(Cause.savingsPlan(.17), new Cause("tiers and free tier", -.1, -.1)),
                .05);
        assertThat(bare.alarm()).isTrue();
        assertThat(bare.unexplained()).isNegative();
        assertThat(explained.alarm()).isFalse();
    }

    /** Four days of ten USD each. The readings are the spend times the given factor. */
    private void calibrated(double factor) {
        for (int day = 1; day <= 4; day++) {
            spendDays(1);
            read(factor * 10 * day);
        }
    }

    private void spendDays(int days) {
        spend(days * DAY);
    }

    private void spend(int minutes) {
        for (int i = 0; i < minutes; i++) state.spend(now++, 10 * USD / DAY);
    }

    private Verdict read(double usd) {
        return new Calibration(state, RULE).read(new Charge(now, Math.round(usd * 1e9)));
    }

    private Factor factor() {
        return new Calibration(state, RULE).factor(now);
    }
}
