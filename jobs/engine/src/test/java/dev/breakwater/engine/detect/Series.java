package dev.breakwater.engine.detect;

import dev.breakwater.engine.detect.Judge.Judged;
import dev.breakwater.engine.detect.baseline.Expectation;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.MinuteSums;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.engine.detect.baseline.ScopeView;
import dev.breakwater.engine.policy.Match;
import dev.breakwater.engine.policy.Windows;
import dev.breakwater.engine.policy.Windows.Window;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.Level;
import dev.breakwater.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongToDoubleFunction;

/** Feeds a made-up function to an assessor minute by minute. Its calls are seeded Poisson draws around a rate. */
final class Series {

    /** Midnight UTC on a Monday. */
    static final long START = 29_540_160;

    static final int DAY = 1440;
    static final double UNIT_NANO = 50_000;

    final ScopeState state = new ScopeState();
    final List<Assessment> said = new ArrayList<>();
    private final ScopeAssessor assessor;
    private final Gates gates;
    private final Random random;
    double unit = UNIT_NANO;
    /** The most instances that could run without our throttle. */
    double ceiling = ScopeView.NOT_HELD;

    /** The result of the newest minute. */
    Judged judged;

    private Windows windows = Windows.NONE;

    Series(long seed, Gates gates) {
        this(seed, gates, new ScopeAssessor());
    }

    Series(long seed, Gates gates, ScopeAssessor assessor) {
        this.assessor = assessor;
        this.random = new Random(seed);
        this.gates = gates;
    }

    /** Plans a surge between two minutes. Minutes are counted from the start. */
    Series plan(long from, long to, double expect) {
        windows = planned(from, to, expect);
        return this;
    }

    static Windows planned(long from, long to, double expect) {
        Match match = new Match("*", Map.of());
        return new Windows(List.of(new Window("launch", match, START + from, START + to, 0, expect)));
    }

    /** Plays the minutes between two minutes at a rate of calls a minute. Minutes are counted from the start. */
    Series run(long from, long to, LongToDoubleFunction rate) {
        for (long m = from; m < to; m++) minute(START + m, poisson(rate.applyAsDouble(m)));
        return this;
    }

    void minute(long minute, double calls) {
        double cost = calls * unit;
        MinuteSums sums = new MinuteSums(minute, calls, cost, cost, 0, Math.ceil(calls / 30), 0, 0);
        observe(sums);
    }

    /**
     * Plays minutes in which this many calls ran on this many instances, and more calls were refused. Minutes are
     * counted from the start.
     */
    Series refused(long from, long to, double ran, double refused, int instances) {
        for (long m = from; m < to; m++) {
            MinuteSums sums = new MinuteSums(
                    START + m,
                    ran + refused,
                    (ran + refused) * unit,
                    ran * unit,
                    instances * 60_000_000L,
                    instances,
                    0,
                    Math.round(refused));
            observe(sums);
        }
        return this;
    }

    private void observe(MinuteSums sums) {
        Scope scope = Scope.function("1", "r", "f");
        judged = assessor.observe(view(), scope, sums, sums.minute(), gates);
        said.addAll(judged.assessments());
    }

    ScopeView view() {
        return new ScopeView(state, windows, ceiling);
    }

    /** The latest assessment. */
    Assessment last() {
        return said.get(said.size() - 1);
    }

    /** A minute with five calls in which AWS stopped a loop. */
    void loop(long minute) {
        MinuteSums sums = new MinuteSums(minute, 5, 5 * unit, 5 * unit, 0, 1, 3, 0);
        observe(sums);
    }

    /** The minute, counted from the start, of the first assessment at this level or above. -1 if there was none. */
    long first(Level level) {
        for (Assessment a : said) if (a.episode().level().atLeast(level)) return a.minute() - START;
        return -1;
    }

    /** The first assessment at this level or above. */
    Assessment at(Level level) {
        return said.stream()
                .filter(a -> a.episode().level().atLeast(level))
                .findFirst()
                .orElseThrow();
    }

    /** The expectation in the middle of a minute's hour, according to the present state. */
    double expectedAround(long minute) {
        state.expectations = new Expectation[] {new Expectation(), new Expectation()};
        return Expectation.of(state, START + minute).at;
    }

    /** A day that is quiet at night and busy at noon. */
    static double daily(long minute, double low, double high) {
        double phase = (minute % DAY) / (double) DAY;
        return low + (high - low) * (1 - Math.cos(2 * Math.PI * phase)) / 2;
    }

    private double poisson(double mean) {
        return poisson(random, mean);
    }

    static long poisson(Random random, double mean) {
        if (mean > 50) return Math.max(0, (long) Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int n = 0;
        while (product > limit) {
            product *= random.nextDouble();
            n++;
        }
        return n;
    }
}
