package dev.breakwater.cli.command;

import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.GrowthResult;
import dev.breakwater.cli.Breakwater;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.replay.GrowthBench;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code breakwater bench growth}. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description = {
            "Builds the whole job as for a live run, and measures it over simulated fleets of growing size.",
            "An account has 500 functions. In the first phase, a tenth of the functions is active each minute. In "
                    + "the second phase, all functions are active.",
            "It also measures the heap, a full checkpoint, the next checkpoint, and a restore.",
            "A million functions need BREAKWATER_JAVA_OPTS=-Xmx6g and some minutes for each parallelism."
        })
public final class BenchGrowthCommand extends BenchRun<GrowthResult> {

    private static final int MOST_FUNCTIONS = 1_000_000;
    private static final int MOST_PARALLELISM = 128;

    @Option(
            names = "--functions",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000,20000",
            description = "Fleet sizes, smallest first; default: ${DEFAULT-VALUE}.")
    private List<Integer> functions;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "rocksdb",
            description = "State backends; default: ${DEFAULT-VALUE}.")
    private List<String> backends;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "5000000",
            description = "Smallest number of samples in each phase; default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4",
            description = "Parallelisms of the job; default: ${DEFAULT-VALUE}.")
    private List<Integer> parallelisms;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Replace the two phases by N days in which each function is active for ten minutes, and "
                    + "measure days 2 and N.")
    private int days;

    @Option(
            names = "--history",
            paramLabel = "N",
            defaultValue = "0",
            description = "Before the two phases, let N days pass in which each function is active once an hour.")
    private int history;

    @Option(
            names = "--surge",
            description = "Replace the two phases by a flood of the whole fleet within a minute, in one account, and "
                    + "measure the decisions to page.")
    private boolean surge;

    /**
     * Starts each run in its own JVM. Otherwise, the compiled code and the memory of an earlier run would affect its
     * time.
     */
    @Override
    GrowthResult measure() throws Exception {
        boolean single = functions.size() * backends.size() * parallelisms.size() == 1;
        check(single);
        List<GrowthResult> results = new ArrayList<>();
        for (String backend : backends) {
            for (int size : functions) {
                for (int parallelism : parallelisms) {
                    results.add(single ? here(size, backend, parallelism) : apart(size, backend, parallelism));
                }
            }
        }
        return GrowthResult.of(results);
    }

    private GrowthResult here(int size, String backend, int parallelism) throws Exception {
        says(String.format(Locale.ROOT, "%,d functions, %s, parallelism %d", size, backend, parallelism));
        GrowthBench bench = new GrowthBench(ConfigOption.shippedRecording(), samples, parallelism);
        if (surge) return bench.surge(size, backend);
        return days > 0 ? bench.days(size, backend, days) : bench.run(size, backend, history);
    }

    private GrowthResult apart(int size, String backend, int parallelism) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Breakwater.class.getName()));
        command.addAll(List.of("bench", "growth", "-o", "json", "--backend", backend, "--functions", "" + size));
        command.addAll(
                List.of("--samples", "" + samples, "--parallelism", "" + parallelism, "--history", "" + history));
        Process run = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String result = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = run.waitFor();
        if (code != 0) throw new IllegalStateException("the run with " + size + " functions ended with " + code);
        return BenchDocs.read(result, GrowthResult.class);
    }

    private void check(boolean single) {
        if ((surge || days > 0) && !single)
            throw Refusal.usage(
                    "--days and --surge need exactly one value each for --functions, --backend and --parallelism");
        if (days == 1 || days < 0) throw Refusal.usage("--days " + days + ": 2 or more");
        if (history < 0) throw Refusal.usage("--history " + history + ": 0 or more");
        for (int size : functions) {
            if (size < 1 || size > MOST_FUNCTIONS)
                throw Refusal.usage("--functions " + size + ": 1 to " + MOST_FUNCTIONS);
        }
        for (String backend : backends) {
            if (!List.of("heap", "rocksdb").contains(backend)) {
                throw Refusal.usage("--backend " + backend + ": heap or rocksdb");
            }
        }
        for (int parallelism : parallelisms) {
            if (parallelism < 1 || parallelism > MOST_PARALLELISM)
                throw Refusal.usage("--parallelism " + parallelism + ": 1 to " + MOST_PARALLELISM);
        }
        if (samples < 1) throw Refusal.usage("--samples " + samples + ": 1 or more");
    }
}
