package dev.breakwater.cli.command;

import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.LatencyResult;
import dev.breakwater.bench.report.LatencyTable;
import dev.breakwater.bench.report.Stored;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.replay.LatencyBench;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater bench latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long the whole job takes from the file that closes a minute to the decision to "
                    + "page.",
            "It runs a drawn fleet in 20 accounts at 80 % of the highest rate, and floods some functions. "
                    + "Takes some minutes."
        })
public final class BenchLatencyCommand implements Callable<Integer>, VerboseOption.Has {

    /** With fewer, more than a day of data would pass. */
    private static final int FEWEST_FUNCTIONS = 5_000;

    private static final int MOST_FUNCTIONS = 100_000;
    private static final long SAMPLES = 4_000_000;
    private static final int SECONDS = 30;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--functions",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Number of functions; default: ${DEFAULT-VALUE}.")
    private int functions;

    @Option(names = "--docs", paramLabel = "DIR", description = "Rewrite the table in docs/bench.md of this "
            + "checkout.")
    private Path docs;

    @Mixin
    private JobOptions job;

    @Mixin
    private OutputOptions output;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws Exception {
        if (functions < FEWEST_FUNCTIONS || functions > MOST_FUNCTIONS) {
            throw Refusal.usage("--functions " + functions + ": " + FEWEST_FUNCTIONS + " to " + MOST_FUNCTIONS);
        }
        if (docs != null) BenchDocs.requireCheckout(docs);
        Duration asRun =
                Duration.ofMillis(LandingSettings.continuous(Clock.systemUTC()).discoveryMillis());
        LatencyResult result = new LatencyBench(Configurations.recording(), SAMPLES, SECONDS, job.parallelism())
                .run(functions, asRun, told -> spec.commandLine().getErr().println(told));
        if (docs != null) BenchDocs.remakeLatency(docs, result);
        spec.commandLine().getOut().println(output.json() ? Stored.json(result) : LatencyTable.full(result));
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
