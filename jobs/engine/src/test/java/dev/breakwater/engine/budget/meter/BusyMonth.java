package dev.breakwater.engine.budget.meter;

import dev.breakwater.model.DataMinute;
import java.util.Random;

/**
 * The spend of August and the week before, with day and night, weekends, good and bad days, and a level that drifts.
 */
final class BusyMonth {

    static final long START = Spending.AUGUST - 10 * Spending.DAY;
    static final int DAYS = 41;

    /** The spend of each hour in USD. */
    final double[] usd = new double[DAYS * 24];

    BusyMonth(long seed) {
        Random random = new Random(seed);
        double base = Math.pow(10, 2 * random.nextDouble());
        double swing = .9 * random.nextDouble();
        double weekend = .3 + .7 * random.nextDouble();
        double level = 0;
        for (int day = 0; day < DAYS; day++) {
            level += .01 * random.nextGaussian();
            double today = level + .15 * random.nextGaussian();
            double week = Math.floorMod(START / 1440 + day + 3, 7L) < 5 ? 1 : weekend;
            for (int h = 0; h < 24; h++) {
                double rhythm = 1 + swing * Math.sin(2 * Math.PI * h / 24);
                usd[day * 24 + h] = base * rhythm * week * Math.exp(today + .2 * random.nextGaussian());
            }
        }
    }

    double total(int month) {
        double sum = 0;
        for (int h = 0; h < usd.length; h++) if (DataMinute.monthOf(START + h * 60L) == month) sum += usd[h];
        return sum;
    }

    /** The spend up to a minute on an even path to the month's end. */
    double even(long minute) {
        long from = DataMinute.monthStart(DataMinute.monthOf(minute));
        double sum = 0;
        int hours = 0;
        for (int h = 0; h < usd.length && START + h * 60L < minute; h++) {
            if (START + h * 60L < from) continue;
            sum += usd[h];
            hours++;
        }
        return sum / Math.max(1, hours) * (DataMinute.monthEnd(DataMinute.monthOf(minute)) - from) / 60;
    }
}
