package dev.breakwater.bench.peer;

import dev.breakwater.bench.peer.CutForest.ForestSettings;
import dev.breakwater.bench.peer.SeasonalBand.BandSettings;
import dev.breakwater.bench.set.BenchSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The detectors with which Breakwater is compared, with their settings. The detectors were tuned on seeds that are not
 * part of the reported results.
 */
public final class Peers {

    /**
     * The excess in an hour, in USD, below which Breakwater and other detectors with a cost threshold report nothing.
     */
    public static final double LEAST_USD = .01;

    /** The forest watches only every fourth function, because the forest needs tens of µs for each minute. */
    public static final IntPredicate EVERY_FOURTH = f -> f % 4 == 0;

    private static final IntPredicate ALL = f -> true;
    private static final double EWMA_HALF_LIFE = 480;
    private static final double EWMA_K = 2.2;

    private Peers() {}

    /**
     * @param name    name in the table
     * @param watched the functions that the detector watches
     * @param make a function that creates a detector for a set
     */
    public record Contender(String name, IntPredicate watched, Function<BenchSet, Peer> make) {}

    public static List<Contender> all() {
        return List.of(
                all("static, 2x the first day's maximum", s -> new StaticThreshold(size(s))),
                all("CloudWatch-like band, k = 3, as commonly set", s -> band(s, BandSettings.common())),
                all("the same on billed cost, hardened, k = 5.5", s -> band(s, BandSettings.hardened(5.5))),
                all("hardened band with our money gate, k = 4", s -> band(s, BandSettings.gated(4, LEAST_USD))),
                all("hardened band with our money gate, k = 5.5", s -> band(s, BandSettings.gated(5.5, LEAST_USD))),
                all("EWMA, tuned", s -> new Ewma(size(s), EWMA_HALF_LIFE, EWMA_K, LEAST_USD)),
                forest("random cut forest, tuned, with our money gate", ForestSettings.tuned(LEAST_USD)),
                forest("random cut forest, as shipped", ForestSettings.asShipped()));
    }

    private static Contender forest(String name, ForestSettings settings) {
        return new Contender(name, EVERY_FOURTH, s -> new CutForest(size(s), EVERY_FOURTH, settings));
    }

    private static Contender all(String name, Function<BenchSet, Peer> make) {
        return new Contender(name, ALL, make);
    }

    private static Peer band(BenchSet s, BandSettings settings) {
        return new SeasonalBand(size(s), settings);
    }

    private static int size(BenchSet s) {
        return s.functions().size();
    }

    /** A static threshold: twice the most expensive minute of the function's first day. */
    static final class StaticThreshold extends Peer {

        private static final double FACTOR = 2;

        private final double[] most;

        StaticThreshold(int functions) {
            super(functions, f -> true);
            most = new double[functions];
        }

        @Override
        boolean alarming(int f, History h, int minute) {
            if (minute - h.first < History.DAY) {
                most[f] = Math.max(most[f], h.cost[minute]);
                return false;
            }
            return h.cost[minute] > FACTOR * most[f];
        }
    }

    /**
     * A band around a mean of the logarithms of the minutes' costs. The mean is exponentially weighted, and the weighted
     * variance gives the band's width. The half-life, the width, the number of agreeing minutes and the smallest deviation
     * are tuned. The detector has the same cost threshold as Breakwater, and does not learn from minutes outside the band.
     */
    static final class Ewma extends Peer {

        private static final int SETTLED = 1440;
        private static final double FLOOR = .25;
        private static final int AGREE = 3;
        private static final int OF = 5;

        private final double weight;
        private final double k;
        private final double leastUsd;
        private final double[] mean;
        private final double[] variance;

        Ewma(int functions, double halfLifeMinutes, double k, double leastUsd) {
            super(functions, f -> true);
            this.weight = 1 - Math.pow(.5, 1 / halfLifeMinutes);
            this.k = k;
            this.leastUsd = leastUsd;
            mean = new double[functions];
            variance = new double[functions];
        }

        @Override
        boolean alarming(int f, History h, int minute) {
            double unit = h.costOfCall();
            double x = Math.log(1 + h.cost[minute] / unit);
            double above = x - mean[f];
            double width = k * Math.max(FLOOR, Math.sqrt(variance[f]));
            boolean settled = minute - h.first >= SETTLED;
            boolean hit = settled && above > width;
            double learned = settled ? Math.max(-width, Math.min(width, above)) : above;
            double w = Math.max(weight, 1.0 / (minute - h.first + 1));
            mean[f] += w * learned;
            variance[f] += w * (learned * learned - variance[f]);
            if (!agrees(f, hit, AGREE, OF)) return false;
            double expected = (Math.exp(mean[f]) - 1) * unit;
            return (History.mean(h.cost, minute, 60) - expected) * 60 > leastUsd;
        }
    }
}
