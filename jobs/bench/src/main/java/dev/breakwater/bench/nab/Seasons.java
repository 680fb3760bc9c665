package dev.breakwater.bench.nab;

import java.util.Arrays;

/**
 * The expectation of a series: its recent level, this time of day, or this time of the week, whichever was nearest
 * lately. The time between points is taken from the first twenty.
 */
final class Seasons {

    private static final int FIRST = 20;
    private static final double DAY = 86_400;
    private static final int SLOTS_AT_MOST = 2000;
    private static final double LEVEL_HALF_LIFE = 60;
    private static final double ERROR_HALF_LIFE = 90;
    private static final int DAYS_KNOWN = 2;
    private static final int WEEKS_KNOWN = 1;

    private final double ofLevel = 1 - Math.pow(.5, 1 / LEVEL_HALF_LIFE);
    private final double ofError = 1 - Math.pow(.5, 1 / ERROR_HALF_LIFE);
    private final long[] first = new long[FIRST];
    private int points;
    private long step;
    private Slots day;
    private Slots week;
    private double level;
    private double levelError;
    private double dayError;
    private double weekError;

    /** The difference from the expectation; then the value is learned. */
    double residual(long second, double value) {
        if (points == 0) level = value;
        if (points < FIRST) first[points] = second;
        if (points == FIRST) begin();
        points++;
        double fromLevel = value - level;
        double residual = day == null ? fromLevel : seasonal(Math.floorDiv(second, step), value, fromLevel);
        levelError += ofError * (Math.abs(fromLevel) - levelError);
        level += Math.max(ofLevel, 1.0 / points) * fromLevel;
        return residual;
    }

    /** The present level, a lower bound for differences that count. */
    double level() {
        return level;
    }

    private double seasonal(long slot, double value, double fromLevel) {
        double fromDay = value - day.expected(slot, level);
        double fromWeek = value - week.expected(slot, value - fromDay);
        double residual = fromLevel;
        double error = levelError;
        if (day.known(slot, DAYS_KNOWN)) {
            if (dayError < error) {
                residual = fromDay;
                error = dayError;
            }
            dayError += ofError * (Math.abs(fromDay) - dayError);
        } else {
            dayError = levelError;
        }
        if (week.known(slot, WEEKS_KNOWN)) {
            if (weekError > 0 && weekError < error) residual = fromWeek;
            weekError = weekError == 0 ? dayError : weekError + ofError * (Math.abs(fromWeek) - weekError);
        }
        day.learn(slot, value);
        week.learn(slot, value);
        return residual;
    }

    private void begin() {
        long[] steps = new long[FIRST - 1];
        for (int i = 0; i < steps.length; i++) steps[i] = first[i + 1] - first[i];
        Arrays.sort(steps);
        step = Math.max(1, steps[steps.length / 2]);
        int slots = (int) Math.max(1, Math.min(SLOTS_AT_MOST, Math.round(DAY / step)));
        if (slots < 2) return;
        day = new Slots(slots);
        week = new Slots(7 * slots);
    }

    /** A mean of each slot of a season, the newest season half of it. */
    private static final class Slots {

        private static final double NEWEST = .5;

        private final double[] mean;
        private final int[] seen;

        Slots(int n) {
            mean = new double[n];
            seen = new int[n];
        }

        boolean known(long slot, int seasons) {
            return seen[at(slot)] >= seasons;
        }

        /** The mean of the slot and its neighbours as far as they are known, otherwise the given value. */
        double expected(long slot, double otherwise) {
            double sum = 0;
            int n = 0;
            for (long s = slot - 1; s <= slot + 1; s++) {
                int i = at(s);
                if (seen[i] == 0) continue;
                sum += mean[i];
                n++;
            }
            return n == 0 ? otherwise : sum / n;
        }

        void learn(long slot, double value) {
            int i = at(slot);
            mean[i] += Math.max(NEWEST, 1.0 / (seen[i] + 1)) * (value - mean[i]);
            seen[i]++;
        }

        private int at(long slot) {
            return (int) Math.floorMod(slot, (long) mean.length);
        }
    }
}
