package dev.breakwater.bench.cost;

import com.amazon.randomcutforest.RandomCutForest;
import dev.breakwater.engine.detect.ScopeAssessor;
import dev.breakwater.model.Assessment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the time for one minute of a function. Breakwater's detector is measured in calm and in an episode. The
 * forest is measured with and without its score.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObservationBenchmark {

    /** Breakwater's detector while all functions are calm. */
    @State(Scope.Thread)
    public static class Calm {
        private final CalmFunction function = new CalmFunction(1).settled();
    }

    /**
     * Breakwater's detector during a surge to twenty times the usual calls. The surge restarts every ten hours, because
     * after a day the detector would accept it as normal.
     */
    @State(Scope.Thread)
    public static class Surge {
        private static final int MINUTES = 600;
        private final CalmFunction begun = new CalmFunction(1).settled();
        private final CalmFunction function = new CalmFunction(1).settled();
        private int minutes;

        @Setup
        public void open() {
            for (int m = 0; m < 30; m++) begun.observe(20);
            if (!ScopeAssessor.wantsEveryMinute(begun.state)) throw new IllegalStateException("no episode is open");
            function.as(begun);
        }

        List<Assessment> observe() {
            if (++minutes == MINUTES) {
                minutes = 0;
                function.as(begun);
            }
            return function.observe(20);
        }
    }

    /** A forest with the library's default settings and shingles of eight minutes, trained on the same function. */
    @State(Scope.Thread)
    public static class Forest {
        private final CalmFunction function = new CalmFunction(1);
        private final RandomCutForest forest = CostBench.forest(function, 3_000);
        private final float[] point = new float[1];

        float[] next() {
            point[0] = (float) function.calls();
            function.skip();
            return point;
        }
    }

    @Benchmark
    public List<Assessment> calm(Calm calm) {
        return calm.function.observe(1);
    }

    @Benchmark
    public List<Assessment> episode(Surge surge) {
        return surge.observe();
    }

    @Benchmark
    public void forestUpdate(Forest forest) {
        forest.forest.update(forest.next());
    }

    @Benchmark
    public double forestScoreAndUpdate(Forest forest) {
        float[] point = forest.next();
        double score = forest.forest.getAnomalyScore(point);
        forest.forest.update(point);
        return score;
    }
}
