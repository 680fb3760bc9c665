package dev.breakwater.engine.budget.meter;

import dev.breakwater.engine.budget.Budget;
import dev.breakwater.engine.budget.Budget.BudgetStep;
import dev.breakwater.engine.budget.Budget.BudgetStep.BudgetAct;
import java.util.Random;

/** A budget, and ten days of spend per minute. The spend has a weekly rhythm, noise and random events. */
final class SpendPath {

    static final int MINUTES = 10 * 1440;
    /** The budget is chosen so that every threshold of every window is a whole number of nano-USD. */
    private static final long UNIT = 72_000_000;

    final long start;
    final long[] nano = new long[MINUTES];
    final Budget budget;

    SpendPath(long seed) {
        Random random = new Random(seed);
        start = Spending.AUGUST + random.nextInt(25) * 1440L + random.nextInt(1440);
        double usdPerDay = 5 * Math.pow(10, 2 * random.nextDouble());
        double noise = .05 + .6 * random.nextDouble();
        for (int i = 0; i < MINUTES; i++) {
            double day = 1 + .8 * Math.sin(2 * Math.PI * (start + i) / 1440);
            double week = Math.floorMod(Math.floorDiv(start + i, 1440L) + 3, 7L) < 5 ? 1.15 : .6;
            double usd = usdPerDay / 1440 * day * week * Math.exp(noise * random.nextGaussian());
            nano[i] = Math.round(usd * 1e9);
        }
        int events = random.nextInt(4);
        for (int e = 0; e < events; e++) event(random);
        budget = budget(random, usdPerDay);
    }

    /** A random event: a flood, a slow attack, pulses or silence. */
    private void event(Random random) {
        int from = random.nextInt(MINUTES);
        int length = 5 + (int) Math.pow(4000, random.nextDouble());
        int to = Math.min(MINUTES, from + length);
        double factor = Math.pow(60, random.nextDouble());
        int shape = random.nextInt(4);
        for (int i = from; i < to; i++) {
            double share = (i - from) / (double) length;
            nano[i] = switch (shape) {
                case 0 -> Math.round(nano[i] * factor);
                case 1 -> Math.round(nano[i] * Math.pow(factor, share));
                case 2 -> (i - from) % 45 < 6 ? Math.round(nano[i] * factor) : nano[i];
                default -> 0;
            };
        }
    }

    private static Budget budget(Random random, double usdPerDay) {
        long month = UNIT * Math.round(usdPerDay * 30 * (.4 + 1.2 * random.nextDouble()) * 1e9 / UNIT);
        long day = UNIT * Math.round(usdPerDay * (.8 + 2 * random.nextDouble()) * 1e9 / UNIT);
        int which = random.nextInt(4);
        return new Budget(
                "b",
                dev.breakwater.model.ScopeKind.ACCOUNT,
                "111122223333",
                "*",
                which == 3 ? 0 : month,
                which >= 2 ? day : 0,
                random.nextInt(3) == 0 ? UNIT * Math.round(usdPerDay / 24 * 3 * 1e9 / UNIT) : 0,
                true,
                java.util.List.of(
                        new BudgetStep(.25, 0, BudgetAct.TICKET, ""), new BudgetStep(.8, 0, BudgetAct.PAGE, "")));
    }
}
