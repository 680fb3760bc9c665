package dev.breakwater.engine.calibrate;

import dev.breakwater.engine.calibrate.CalibrationReport.Verdict;
import dev.breakwater.model.DataMinute;
import java.io.Serializable;

/**
 * Learns the factor between our own count and the bill. The calibration compares our count with the month's charges,
 * which AWS reports several times a day.
 *
 * <p>The difference between two readings is compared with our own spend over the same time. The logarithm of their
 * ratio is a noisy measurement of the factor's logarithm. The factor drifts slowly. A one-dimensional Kalman filter
 * with a gate estimates that logarithm. A reading beyond the gate is rejected, and the factor does not change. If the
 * next reading agrees with the rejected reading, AWS has corrected the charges. Later differences then start from the
 * rejected reading. A difference spans a day or more, because the lag of a reading distorts the differences before and
 * after that reading. One long difference is therefore more exact than two short differences.
 */
public record Calibration(CalibrationState s, Calibration.CalibrationRule rule) {

    /** A reading that is off by more than this many standard deviations is rejected. */
    private static final double GATE = 4;
    /**
     * Half the width of the stated interval, in standard deviations. The value is above 1.96 because the noise is an
     * estimate too.
     */
    private static final double INTERVAL = 2.6;
    /** If two readings are closer together than this many minutes, their difference is mostly lag. */
    private static final long SHORTEST = 180;
    /** Charges below this amount (nano-USD) are too small to compare, because AWS rounds to cents. */
    private static final long LEAST = 50_000_000;
    /**
     * The logarithm of the largest plausible factor. A factor above this value, or below its inverse, means that the
     * units are wrong.
     */
    private static final double FARTHEST = Math.log(8);

    /** From this many minutes after a month's start, every reading is about that month. */
    private static final long SETTLED = 2880;

    private static final int LEVEL_AFTER = 3;
    /** The lowest value of the noise, as a share of the assumed noise. */
    private static final double LEAST_NOISE = .35;

    private static final double NOISE_GAIN = .08;
    private static final double DAY = DataMinute.DAY;
    private static final long A_CENT = 10_000_000;

    /** Takes the readings in the order of time, and returns a verdict on each reading. */
    public Verdict read(Charge charge) {
        long until = charge.minute() - Math.round(rule.lagMinutes());
        if (charge.nano() < 0) return Verdict.INVALID;
        if (s.newestSlot == Long.MIN_VALUE || until > s.end()) return Verdict.AHEAD;
        if (s.anchorMinute != Long.MIN_VALUE && until <= s.anchorMinute) return Verdict.OLD;
        boolean newMonth =
                s.anchorMinute == Long.MIN_VALUE || DataMinute.monthOf(until) != DataMinute.monthOf(s.anchorMinute);
        if (newMonth && !beginMonth(until, charge)) {
            return s.anchorMinute == Long.MIN_VALUE ? first(until, charge) : Verdict.LAST_MONTH;
        }
        if (s.lastBlind >= s.anchorMinute) {
            anchor(until, charge);
            return Verdict.BLIND;
        }
        return judge(until, charge);
    }

    private Verdict first(long until, Charge charge) {
        anchor(until, charge);
        return Verdict.FIRST;
    }

    /**
     * Starts a new month. A new month has begun at AWS if the charges have fallen. In a new month, the comparison needs
     * our own spend since the month's start.
     */
    private boolean beginMonth(long until, Charge charge) {
        int month = DataMinute.monthOf(until);
        boolean knowsStart = s.month == month && s.anchorMinute != Long.MIN_VALUE;
        boolean fell = charge.nano() < s.anchorCharge || until > DataMinute.monthStart(month) + SETTLED;
        if (!knowsStart || !fell) return false;
        s.anchorMinute = DataMinute.monthStart(month);
        s.anchorCharge = 0;
        s.anchorOur = s.monthOur;
        s.suspectMinute = Long.MIN_VALUE;
        s.agreeing = 0;
        return true;
    }

    private Verdict judge(long until, Charge charge) {
        FactorSample fromAnchor = FactorSample.of(rule, s, until, charge, s.anchorMinute, s.anchorCharge, s.anchorOur);
        boolean backwards = charge.nano() < s.anchorCharge - A_CENT;
        if (!backwards && !fromAnchor.tells(SHORTEST, LEAST)) return Verdict.TOO_SOON;
        if (!backwards && fits(fromAnchor, until)) {
            if (s.accepted > 0 && fromAnchor.minutes() < DAY) return Verdict.TOO_SOON;
            update(fromAnchor, until);
            anchor(until, charge);
            return Verdict.ACCEPTED;
        }
        return doubt(until, charge, backwards ? Verdict.BACKWARDS : Verdict.JUMP);
    }

    /** Checks a reading that disagrees with the last good reading. The reading may agree with the rejected reading. */
    private Verdict doubt(long until, Charge charge, Verdict verdict) {
        if (s.suspectMinute != Long.MIN_VALUE) {
            FactorSample sample =
                    FactorSample.of(rule, s, until, charge, s.suspectMinute, s.suspectCharge, s.suspectOur);
            if (charge.nano() >= s.suspectCharge && !sample.tells(SHORTEST, LEAST)) return verdict;
            if (charge.nano() > s.suspectCharge && fits(sample, until)) {
                update(sample, until);
                anchor(until, charge);
                return Verdict.CORRECTED;
            }
            if (charge.nano() > s.suspectCharge && agrees(sample)) {
                s.log = sample.log();
                s.variance = sample.variance() + rule.prior() * rule.prior() / LEVEL_AFTER;
                s.estimatedAt = until;
                anchor(until, charge);
                return Verdict.NEW_LEVEL;
            }
        }
        s.suspectMinute = until;
        s.suspectCharge = charge.nano();
        s.suspectOur = s.upTo(until);
        return verdict;
    }

    /** Whether enough readings since the last good reading agree with each other. */
    private boolean agrees(FactorSample sample) {
        boolean same =
                s.agreeing > 0 && Math.abs(sample.log() - s.suspectLog) < GATE * Math.sqrt(2 * sample.variance());
        s.agreeing = same ? s.agreeing + 1 : 1;
        s.suspectLog = sample.log();
        return s.agreeing >= LEVEL_AFTER - 1 && Math.abs(sample.log()) < FARTHEST;
    }

    private boolean fits(FactorSample sample, long until) {
        if (Math.abs(sample.log()) > FARTHEST) return false;
        double spread = Math.sqrt(variance(until) + sample.variance() * s.noise);
        return Math.abs(sample.log() - s.log) <= GATE * spread;
    }

    private void update(FactorSample sample, long until) {
        double before = variance(until);
        double seen = sample.variance() * s.noise;
        double surprise = sample.log() - s.log;
        double gain = before / (before + seen);
        if (s.accepted > 0) {
            double ratio = Math.min(GATE * GATE, surprise * surprise / (before + sample.variance()));
            s.noise = Math.max(LEAST_NOISE, s.noise + (ratio - s.noise) * NOISE_GAIN);
        }
        s.log += gain * surprise;
        s.variance = (1 - gain) * before;
        s.estimatedAt = until;
        s.accepted++;
    }

    private double variance(long minute) {
        if (s.variance < 0) return rule.prior() * rule.prior();
        double days = Math.max(0, minute - s.estimatedAt) / DAY;
        return s.variance + rule.driftPerDay() * rule.driftPerDay() * days;
    }

    private void anchor(long until, Charge charge) {
        s.anchorMinute = until;
        s.anchorCharge = charge.nano();
        s.anchorOur = s.upTo(until);
        s.suspectMinute = Long.MIN_VALUE;
        s.agreeing = 0;
    }

    /** Returns the estimated factor at a minute. The factor's interval becomes wider until the next reading. */
    public Factor factor(long minute) {
        if (s.variance < 0) return Factor.UNKNOWN;
        double half = INTERVAL * Math.sqrt(variance(minute));
        return new Factor(Math.exp(s.log), Math.exp(s.log - half), Math.exp(s.log + half));
    }

    /**
     * The Lambda charges of one account since the beginning of the month, as the metric {@code AWS/Billing
     * EstimatedCharges} shows them.
     *
     * @param minute minute (epoch seconds / 60) of the reading's timestamp
     * @param nano   nano-USD
     */
    public record Charge(long minute, long nano) {}

    /**
     * The factor between the bill and our own count. A factor of 1.1 means that the bill is 10 % higher.
     *
     * @param value the estimate; 1 while there is no estimate
     * @param low   lower end of the interval that contains the true factor in at least 95 of 100 cases
     * @param high  upper end of the interval of {@code low}
     */
    public record Factor(double value, double low, double high) {

        /** The factor before any reading. */
        public static final Factor UNKNOWN = new Factor(1, 0, Double.POSITIVE_INFINITY);

        public boolean known() {
            return low > 0;
        }
    }

    /**
     * The factor that two readings imply.
     *
     * @param log      log(charges / our spend) between the readings, finite only if both amounts are above zero
     * @param variance the variance of {@code log}
     * @param minutes  minutes between the readings
     * @param our      our spend between the readings, nano-USD
     */
    record FactorSample(double log, double variance, long minutes, long our) {

        static FactorSample of(
                CalibrationRule rule,
                CalibrationState s,
                long until,
                Charge charge,
                long fromMinute,
                long fromCharge,
                long fromOur) {
            long our = s.upTo(until) - fromOur;
            long charged = charge.nano() - fromCharge;
            long minutes = until - fromMinute;
            return new FactorSample(
                    Math.log((double) charged / our), rule.variance(minutes, Math.max(1, charged)), minutes, our);
        }

        boolean tells(long shortest, long least) {
            return minutes >= shortest && our >= least;
        }
    }

    /**
     * The assumptions that the estimate makes. Standard deviations are shares: .01 is 1 %.
     *
     * @param prior        the factor's standard deviation before the first reading
     * @param driftPerDay  by how much the factor may drift in a day
     * @param readingError the standard deviation of the difference between two readings, without the effect of their
     *     lag
     * @param lagMinutes   how many minutes a reading lags behind usage
     * @param lagError     standard deviation of {@code lagMinutes}, in minutes
     */
    public record CalibrationRule(
            double prior, double driftPerDay, double readingError, double lagMinutes, double lagError)
            implements Serializable {

        /** AWS only says "several times a day", so we assume a lag of four hours, plus or minus one. */
        public static final CalibrationRule DEFAULT = new CalibrationRule(.3, .01, .01, 240, 60);

        /** Variance of log(charges / our spend) over an interval. */
        double variance(double minutes, double chargeNano) {
            double lag = Math.sqrt(2) * lagError / minutes;
            double cents = Math.sqrt(2) * HALF_A_CENT / chargeNano;
            return readingError * readingError + lag * lag + cents * cents;
        }

        /** Readings are in whole cents. */
        private static final double HALF_A_CENT = 5e6;
    }
}
