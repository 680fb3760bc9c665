package dev.breakwater.cli.command;

import dev.breakwater.bench.DetectionBench;
import dev.breakwater.bench.cost.CostBench;
import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.CostResult;
import dev.breakwater.bench.report.DetectionResult;
import dev.breakwater.bench.report.LatencyResult;
import dev.breakwater.bench.report.PipelineResult;
import dev.breakwater.bench.report.WorthResult;
import dev.breakwater.bench.worth.WorthBench;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.recording.DemoRecording;
import dev.breakwater.cli.replay.LatencyBench;
import dev.breakwater.cli.replay.PipelineBench;
import dev.breakwater.cli.replay.Replay.ReplayRequest;
import dev.breakwater.cli.replay.ScratchFolder;
import dev.breakwater.connectors.cloudwatch.landing.LandingSettings;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.guard.stage.FunctionState;
import dev.breakwater.guard.wire.FlatSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.memory.DataOutputSerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Reproduces the figures in README.md and docs/bench.md.",
        subcommands = {
            BenchCommand.BenchDetectionCommand.class,
            BenchCommand.BenchWorthCommand.class,
            BenchCommand.BenchCostCommand.class,
            BenchCommand.BenchPipelineCommand.class,
            BenchGrowthCommand.class,
            BenchCommand.BenchLatencyCommand.class,
            CommandLine.HelpCommand.class
        })
public final class BenchCommand {

    /** {@code breakwater bench cost}. */
    @Command(
            name = "cost",
            mixinStandardHelpOptions = true,
            description = {
                "Compares the time of an observation and the size of a function's state with AWS's random cut "
                        + "forest.",
                "Takes about a minute."
            })
    public static final class BenchCostCommand extends BenchRun<CostResult> {

        @Override
        CostResult measure() {
            return CostBench.run(BenchCostCommand::stored);
        }

        /** Returns the number of bytes that the job's state needs for one function. */
        private static int stored(ScopeState state, Share share) {
            FunctionState function = new FunctionState();
            function.scope = state;
            function.share = share;
            DataOutputSerializer out = new DataOutputSerializer(4_096);
            try {
                new FlatSerializer<>(FunctionState.class).serialize(function, out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.length();
        }
    }

    /** {@code breakwater bench detection}. */
    @Command(
            name = "detection",
            mixinStandardHelpOptions = true,
            description = {
                "Runs our detector and its peers over the same labelled traffic, and scores them in the same way.",
                "It draws the traffic from recordings and injects the attacks. The same seeds give the same figures. "
                        + "Takes two to three minutes on two cores."
            })
    public static final class BenchDetectionCommand extends BenchRun<DetectionResult> {

        @Option(
                names = "--seeds",
                paramLabel = "N",
                defaultValue = "" + DetectionBench.DEFAULT_SEEDS,
                description = "Number of sets to draw, with seeds 1 to N (default ${DEFAULT-VALUE}).")
        private int seeds;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                description = "Also write detection.json and the pictures to this folder.")
        private Path out;

        @Override
        DetectionResult measure() throws Exception {
            checkSeeds(seeds);
            DetectionResult result = new DetectionBench(this::says).run(seeds);
            if (out != null) BenchDocs.writeDetection(out, result);
            return result;
        }
    }

    /** {@code breakwater bench latency}. */
    @Command(
            name = "latency",
            mixinStandardHelpOptions = true,
            description = {
                "Measures how long the whole job takes from the file that closes a minute to the decision to "
                        + "page.",
                "It runs a simulated fleet in 20 accounts at 80 % of the highest rate, and floods some functions. "
                        + "Takes some minutes."
            })
    public static final class BenchLatencyCommand extends BenchRun<LatencyResult> {

        /** The smallest number of functions. With fewer functions, a run would cover more than a day of data. */
        private static final int FEWEST_FUNCTIONS = 5_000;

        private static final int MOST_FUNCTIONS = 100_000;
        private static final long SAMPLES = 4_000_000;
        private static final int SECONDS = 30;

        @Option(
                names = "--functions",
                paramLabel = "N",
                defaultValue = "10000",
                description = "Number of functions; default: ${DEFAULT-VALUE}.")
        private int functions;

        @Mixin
        private Options.Job job;

        @Override
        LatencyResult measure() throws Exception {
            if (functions < FEWEST_FUNCTIONS || functions > MOST_FUNCTIONS) {
                throw Refusal.usage("--functions " + functions + ": " + FEWEST_FUNCTIONS + " to " + MOST_FUNCTIONS);
            }
            Duration asRun = Duration.ofMillis(
                    LandingSettings.continuous(Clock.systemUTC()).discoveryMillis());
            return new LatencyBench(ConfigOption.shippedRecording(), SAMPLES, SECONDS, job.parallelism())
                    .run(functions, asRun, this::says);
        }
    }

    /** {@code breakwater bench pipeline}. */
    @Command(
            name = "pipeline",
            mixinStandardHelpOptions = true,
            description = {
                "Measures the whole job over the demo's recording.",
                "In the same run, it measures two upper bounds: the same source without processing, and parsing "
                        + "alone. Takes some minutes."
            })
    public static final class BenchPipelineCommand extends BenchRun<PipelineResult> {

        /**
         * The number of repeats in a round. A round must take much longer than the start of a cluster, compilation and
         * the report.
         */
        private static final int TIMES = 4;

        @Option(
                names = "--rounds",
                paramLabel = "N",
                defaultValue = "5",
                description = "How often to measure each program; default: ${DEFAULT-VALUE}.")
        private int rounds;

        @Mixin
        private Options.Job job;

        @Override
        PipelineResult measure() throws Exception {
            if (rounds < 1) throw Refusal.usage("--rounds is " + rounds + ": 1 or more");
            return ScratchFolder.with("breakwater-bench", this::time);
        }

        private PipelineResult time(Path folder) throws Exception {
            DemoRecording.Written written = DemoRecording.load().writeTo(folder.resolve("in"), TIMES);
            ReplayRequest request = new ReplayRequest(
                    List.of(written.samples()),
                    ConfigOption.shippedRecording(),
                    InventoryFile.read(written.functions()),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    folder.resolve("out"),
                    job.parallelism());
            return new PipelineBench(request, written.lines()).run(rounds, this::says);
        }
    }

    /** {@code breakwater bench worth}. */
    @Command(
            name = "worth",
            mixinStandardHelpOptions = true,
            description = {
                "Runs simulated accounts in mode \"enforce\". For each value of throttle.worth and each page "
                        + "threshold, prints the pages, the throttles, the averted USD and the refused good calls.",
                "Then does the same with the hardened band in place of Breakwater's detector. The same seeds give the "
                        + "same figures. Takes two minutes for each seed."
            })
    public static final class BenchWorthCommand extends BenchRun<WorthResult> {

        @Option(
                names = "--seeds",
                paramLabel = "N",
                defaultValue = "5",
                description = "How many accounts are drawn: seeds 1 to N (default ${DEFAULT-VALUE}).")
        private int seeds;

        @Override
        WorthResult measure() {
            checkSeeds(seeds);
            return new WorthBench(seeds, this::says).run();
        }
    }
}
