package dev.breakwater.bench.peer;

import com.amazon.randomcutforest.RandomCutForest;
import dev.breakwater.bench.peer.Peer.History;
import java.util.function.IntPredicate;

/**
 * AWS's random cut forest over windows of eight minutes, with one forest for each function. The detector raises an
 * alarm if the forest's score is several standard deviations above the score's running mean. AWS's documentation uses
 * three. The tuned form has further conditions that improve the result.
 */
final class CutForest extends Peer {

    private static final int SHINGLE = 8;
    private static final int SETTLED = 1440;

    private final ForestSettings settings;
    private final RandomCutForest[] forests;
    private final double[] mean;
    private final double[] squares;
    private final int[] seen;

    CutForest(int functions, IntPredicate watched, ForestSettings settings) {
        super(functions, watched);
        this.settings = settings;
        forests = new RandomCutForest[functions];
        mean = new double[functions];
        squares = new double[functions];
        seen = new int[functions];
        for (int f = 0; f < functions; f++) if (watched.test(f)) forests[f] = forest(settings, f);
    }

    /** Returns the library's defaults: 50 trees of 256 points. */
    static RandomCutForest forest(ForestSettings settings, long seed) {
        RandomCutForest.Builder<?> builder = RandomCutForest.builder()
                .dimensions(SHINGLE)
                .shingleSize(SHINGLE)
                .internalShinglingEnabled(true)
                .parallelExecutionEnabled(false)
                .randomSeed(seed);
        return settings.timeDecay() > 0
                ? builder.timeDecay(settings.timeDecay()).build()
                : builder.build();
    }

    @Override
    boolean alarming(int f, History h, int minute) {
        double unit = h.costOfCall();
        double x = settings.logarithm() ? Math.log(1 + h.cost[minute] / unit) : h.cost[minute];
        float[] point = {(float) x};
        double score = forests[f].getAnomalyScore(point);
        forests[f].update(point);
        boolean settled = minute - h.first >= SETTLED;
        boolean hit = settled && (float) ((score - mean[f]) / deviation(f)) > settings.k();
        learn(f, score);
        return agrees(f, hit, settings.agree(), settings.of())
                && (settings.leastUsd() <= 0 || usualExcess(h, minute) > settings.leastUsd());
    }

    /**
     * Returns how much more the trailing hour cost than the same hour a day ago, in USD. The amount is needed because
     * the score alone does not distinguish a rise from a fall.
     */
    private static double usualExcess(History h, int minute) {
        double before = minute >= History.DAY ? History.mean(h.cost, minute - History.DAY, 60) : 0;
        return (History.mean(h.cost, minute, 60) - before) * 60;
    }

    private double deviation(int f) {
        return seen[f] < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares[f] / (seen[f] - 1));
    }

    private void learn(int f, double score) {
        if (score <= 0) return;
        seen[f]++;
        double before = score - mean[f];
        mean[f] += before / seen[f];
        squares[f] += before * (score - mean[f]);
    }

    /**
     * The settings of the random cut forest.
     *
     * @param logarithm whether the forest gets the logarithm of the minute's cost instead of the cost
     * @param timeDecay the time decay of the samplers; 0 means the library's default
     * @param k the number of standard deviations above which a minute's score is a hit
     * @param agree the number of hits that raise an alarm
     * @param of the number of minutes in which the hits must occur
     * @param leastUsd  nothing is reported while the excess over the same hour a day ago is below this; 0 means no
     *     minimum
     */
    record ForestSettings(boolean logarithm, double timeDecay, double k, int agree, int of, double leastUsd) {

        static ForestSettings asShipped() {
            return new ForestSettings(false, 0, 3, 1, 1, 0);
        }

        /**
         * Returns the tuned form, which uses the logarithm, slower samplers, three hits in five minutes, and a cost
         * threshold.
         */
        static ForestSettings tuned(double leastUsd) {
            return new ForestSettings(true, .0001, 3, 3, 5, leastUsd);
        }
    }
}
