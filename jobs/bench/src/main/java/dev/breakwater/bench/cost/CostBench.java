package dev.breakwater.bench.cost;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.state.RandomCutForestMapper;
import dev.breakwater.bench.peer.BreakwaterPeer;
import dev.breakwater.bench.report.CostResult;
import dev.breakwater.bench.set.BenchSet;
import dev.breakwater.engine.detect.Tiers;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.engine.detect.baseline.ScopeState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToIntBiFunction;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the time of an observation with JMH, and the size of the states. Each kind of observation has its own JVM.
 * The benchmark takes about a minute.
 */
public final class CostBench {

    private static final Map<String, String> NAMES = Map.of(
            "calm", "Breakwater, calm",
            "episode", "Breakwater, in an episode",
            "forestUpdate", "random cut forest, update alone",
            "forestScoreAndUpdate", "random cut forest, score and update");
    private static final List<String> ORDER = List.of("calm", "episode", "forestUpdate", "forestScoreAndUpdate");

    private static final long GATE_NANO = 1_000_000_000;
    private static final int OURS = 2_000;
    private static final int FORESTS = 40;
    private static final int SETTLED = 1_000;

    private CostBench() {}

    /** @param packed the number of bytes that the job stores for a function's state and share */
    public static CostResult run(ToIntBiFunction<ScopeState, Share> packed) {
        return new CostResult(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                times(),
                List.of(ours(packed), forests()));
    }

    private static List<CostResult.Time> times() {
        OptionsBuilder options = new OptionsBuilder();
        options.include(ObservationBenchmark.class.getName() + "\\..*")
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(7)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xmx512m")
                .verbosity(VerboseMode.SILENT);
        List<CostResult.Time> times = new ArrayList<>();
        try {
            for (RunResult r : new Runner(options.build()).run()) times.add(time(r));
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH: " + e.getMessage(), e);
        }
        times.sort((a, b) -> Integer.compare(place(a), place(b)));
        return times;
    }

    private static int place(CostResult.Time t) {
        return ORDER.stream().map(NAMES::get).toList().indexOf(t.what());
    }

    private static CostResult.Time time(RunResult r) {
        double[] ns = r.getAggregatedResult().getIterationResults().stream()
                .mapToDouble(i -> i.getPrimaryResult().getScore())
                .sorted()
                .toArray();
        String name = r.getParams().getBenchmark();
        String what = NAMES.get(name.substring(name.lastIndexOf('.') + 1));
        return new CostResult.Time(what, ns[ns.length / 2], ns[0], ns[ns.length - 1]);
    }

    /** Creates a forest that has seen this many minutes of a function. */
    static RandomCutForest forest(CalmFunction function, int minutes) {
        RandomCutForest forest = RandomCutForest.builder()
                .dimensions(8)
                .shingleSize(8)
                .internalShinglingEnabled(true)
                .parallelExecutionEnabled(false)
                .randomSeed(1)
                .build();
        for (int m = 0; m < minutes; m++) {
            forest.update(new float[] {(float) function.calls()});
            function.skip();
        }
        return forest;
    }

    /**
     * Returns the size of Breakwater's state. The stored size is the mean over the functions of a generated set, after
     * the set's 14 days.
     */
    static CostResult.Bytes ours(ToIntBiFunction<ScopeState, Share> packed) {
        BenchSet set = BenchSet.of(1);
        BreakwaterPeer all = new BreakwaterPeer(set, Tiers.STANDARD, new Gates(GATE_NANO, GATE_NANO, GATE_NANO));
        set.play(all);
        IntSummaryStatistics stored = new IntSummaryStatistics();
        all.remembered((state, share) -> stored.accept(packed.applyAsInt(state, share)));
        return new CostResult.Bytes("Breakwater", (int) Math.round(stored.getAverage()), heap(OURS, i ->
                new Object[] {new ScopeState(), new Share()}));
    }

    static CostResult.Bytes forests() {
        RandomCutForestMapper mapper = new RandomCutForestMapper();
        mapper.setSaveExecutorContextEnabled(true);
        mapper.setSaveTreeStateEnabled(true);
        int stored = stored(mapper.toState(forest(new CalmFunction(1), SETTLED)));
        return new CostResult.Bytes(
                "random cut forest", stored, heap(FORESTS, i -> forest(new CalmFunction(i), SETTLED)));
    }

    /** Returns the size of an object that Java serializes. */
    static int stored(Serializable o) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(o);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }

    /** Returns the heap size of one object, measured on many of them. */
    private static long heap(int n, IntFunction<Object> make) {
        Object[] kept = new Object[n];
        long before = used();
        for (int i = 0; i < n; i++) kept[i] = make.apply(i);
        long after = used();
        if (kept[n - 1] == null) throw new IllegalStateException("nothing was made");
        return (after - before) / n;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
