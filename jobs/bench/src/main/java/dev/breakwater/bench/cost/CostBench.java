package dev.breakwater.bench.cost;

import dev.breakwater.bench.report.CostResult;
import dev.breakwater.core.detect.account.Contribution.Share;
import dev.breakwater.core.detect.baseline.ScopeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the time of an observation with JMH, in a separate JVM for each kind, and the size of the states. The
 * benchmark takes about a minute.
 */
public final class CostBench {

    private static final Map<String, String> NAMES = Map.of(
            "calm", "Breakwater, calm",
            "episode", "Breakwater, in an episode",
            "forestUpdate", "random cut forest, update alone",
            "forestScoreAndUpdate", "random cut forest, score and update");
    private static final List<String> ORDER = List.of("calm", "episode", "forestUpdate", "forestScoreAndUpdate");

    private CostBench() {}

    /** @param packed the number of bytes that the job stores for a function's state and share */
    public static CostResult run(ToIntBiFunction<ScopeState, Share> packed) {
        return new CostResult(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                times(),
                List.of(StateSizes.ours(packed), StateSizes.forests()));
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
}
