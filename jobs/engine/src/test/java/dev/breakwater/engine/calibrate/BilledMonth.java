package dev.breakwater.engine.calibrate;

import dev.breakwater.engine.calibrate.Calibration.Charge;
import dev.breakwater.model.DataMinute;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A month of minutes with a daily rhythm, and the charges that AWS would have reported. The charges have a hidden
 * factor that drifts, a varying lag, whole cents, hours and days without a reading, and a correction of the past.
 */
final class BilledMonth {

    /** August 2026. */
    static final int MONTH = 2026 * 12 + 7;

    static final long START = DataMinute.monthStart(MONTH);
    static final int MINUTES = 31 * 1440;

    final long[] ours = new long[MINUTES];
    final double[] factor = new double[MINUTES];
    final List<Charge> charges = new ArrayList<>();

    BilledMonth(long seed) {
        Random random = new Random(seed);
        double usdPerDay = 20 + 200 * random.nextDouble();
        double log = Math.log(.75 + .6 * random.nextDouble());
        double[] billed = new double[MINUTES + 1];
        for (int i = 0; i < MINUTES; i++) {
            double rhythm = 1 + .6 * Math.sin(2 * Math.PI * i / 1440) + .2 * Math.sin(2 * Math.PI * i / 10_080);
            ours[i] = Math.round(usdPerDay / 1440 * rhythm * (1 + .3 * random.nextGaussian() / 2) * 1e9);
            log += .006 / Math.sqrt(1440) * random.nextGaussian();
            factor[i] = Math.exp(log);
            billed[i + 1] = billed[i] + ours[i] * factor[i];
        }
        readings(random, billed);
    }

    private void readings(Random random, double[] billed) {
        int correctedAt = 1440 * (10 + random.nextInt(15));
        double correction = (.02 + .06 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
        int silentFrom = 1440 * (4 + random.nextInt(20));
        int silentTo = silentFrom + 720 + random.nextInt(2880);
        for (int at = 300; at < MINUTES; at += 200 + random.nextInt(320)) {
            if (at >= silentFrom && at < silentTo || random.nextDouble() < .05) continue;
            int until = (int) Math.max(0, at - 240 + 60 * random.nextGaussian());
            double nano = billed[Math.min(until, MINUTES)];
            if (at >= correctedAt) nano += correction * billed[correctedAt];
            long cents = Math.round(Math.max(0, nano) / 1e7);
            charges.add(new Charge(START + at, cents * 10_000_000));
        }
    }
}
