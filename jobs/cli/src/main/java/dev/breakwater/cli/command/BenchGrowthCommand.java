package dev.breakwater.cli.command;

import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.GrowthTable;
import dev.breakwater.bench.report.GrowthTable.GrowthResult;
import dev.breakwater.bench.report.Stored;
import dev.breakwater.cli.Breakwater;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.replay.GrowthBench;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater bench growth}. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the whole job over drawn fleets of growing size in 20 accounts.",
            "In the first phase, a tenth of the functions is active each minute. In the second, all are.",
            "It also measures the heap, the checkpoints, a restore and a rescale.",
            "A million functions need BREAKWATER_JAVA_OPTS=-Xmx6g, --backend rocksdb and some minutes."
        })
public final class BenchGrowthCommand extends BenchRun<GrowthResult> {

    private static final int MOST_FUNCTIONS = 1_000_000;
    private static final int MOST_DAYS = 56;

    @Option(
            names = "--functions",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000,10000",
            description = "Fleet sizes, smallest first; default: ${DEFAULT-VALUE}.")
    private List<Integer> functions;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "heap,rocksdb",
            description = "State backends; default: ${DEFAULT-VALUE}.")
    private List<String> backends;

    @Option(
            names = "--history",
            paramLabel = "DAYS",
            defaultValue = "0",
            description = "Days of history in which each function is active once an hour; default: ${DEFAULT-VALUE}.")
    private int history;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "5000000",
            description = "Smallest number of samples in each phase; default: ${DEFAULT-VALUE}.")
    private int samples;

    @Mixin
    private JobOptions job;

    /**
     * Each run has its own JVM, like a job, so that compiled code and memory of an earlier run do not affect its time.
     */
    @Override
    GrowthResult measure() throws Exception {
        check();
        boolean single = functions.size() * backends.size() == 1;
        List<GrowthResult> results = new ArrayList<>();
        for (String backend : backends) {
            for (int size : functions) results.add(single ? here(size, backend) : apart(size, backend));
        }
        return GrowthResult.of(results);
    }

    @Override
    void remake(Path checkout, GrowthResult result) throws IOException {
        BenchDocs.remakeGrowth(checkout, result);
    }

    @Override
    String table(GrowthResult result) {
        return GrowthTable.full(result);
    }

    private GrowthResult here(int size, String backend) throws Exception {
        says(String.format(Locale.ROOT, "%,d functions, %s", size, backend));
        return new GrowthBench(Configurations.recording(), history, samples, job.parallelism()).run(size, backend);
    }

    private GrowthResult apart(int size, String backend) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Breakwater.class.getName()));
        command.addAll(List.of("bench", "growth", "--json", "--backend", backend, "--functions", "" + size));
        command.addAll(List.of("--history", "" + history, "--samples", "" + samples));
        command.addAll(List.of("--parallelism", "" + job.parallelism()));
        Process run = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String result = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = run.waitFor();
        if (code != 0) throw new IllegalStateException("the run with " + size + " functions ended with " + code);
        return Stored.read(result, GrowthResult.class);
    }

    private void check() {
        for (int size : functions) {
            if (size < 1 || size > MOST_FUNCTIONS)
                throw Refusal.usage("--functions " + size + ": 1 to " + MOST_FUNCTIONS);
        }
        for (String backend : backends) {
            if (!List.of("heap", "rocksdb").contains(backend)) {
                throw Refusal.usage("--backend " + backend + ": heap or rocksdb");
            }
        }
        if (history < 0 || history > MOST_DAYS) throw Refusal.usage("--history " + history + ": 0 to " + MOST_DAYS);
        if (samples < 1) throw Refusal.usage("--samples " + samples + ": 1 or more");
    }
}
