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
}
