package dev.breakwater.cli.command;

import dev.breakwater.bench.DetectionBench;
import dev.breakwater.bench.cost.CostBench;
import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.CostResult;
import dev.breakwater.bench.report.DetectionResult;
import dev.breakwater.bench.report.GrowthResult;
import dev.breakwater.bench.report.PipelineResult;
import dev.breakwater.bench.report.WorthResult;
import dev.breakwater.bench.worth.WorthBench;
import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.recording.DemoRecording;
import dev.breakwater.cli.replay.GrowthBench;
import dev.breakwater.cli.replay.PipelineBench;
import dev.breakwater.cli.replay.Replay.ReplayRequest;
import dev.breakwater.cli.replay.ScratchFolder;
import dev.breakwater.engine.detect.account.Contribution.Share;
import dev.breakwater.engine.detect.baseline.ScopeState;
import dev.breakwater.guard.convert.InventoryFile;
import dev.breakwater.guard.stage.FunctionState;
import dev.breakwater.guard.wire.FlatSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
        synopsisSubcommandLabel = "COMMAND",
        description = "Reproduces the figures in README.md and docs/bench.md.",
        subcommands = {
            BenchCommand.BenchDetectionCommand.class,
            BenchCommand.BenchWorthCommand.class,
            BenchCommand.BenchCostCommand.class,
            BenchCommand.BenchPipelineCommand.class,
            BenchCommand.BenchGrowthCommand.class,
            CommandLine.HelpCommand.class
        })
public final class BenchCommand {

    /** {@code breakwater bench cost}. */
    @Command(
            name = "cost",
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

        @Override
        DetectionResult measure() {
            checkSeeds(seeds);
            return new DetectionBench(this::note).run(seeds);
        }
    }

    /** {@code breakwater bench growth}. */
    @Command(
            name = "growth",
            description = {
                "Builds the whole job as for a live run, and measures it over a simulated fleet.",
                "An account has 500 functions. In the first phase, a tenth of the functions is active each minute. In "
                        + "the second phase, all functions are active.",
                "It also measures the heap, a full checkpoint, the next checkpoint, and a restore.",
                "A million functions need BREAKWATER_JAVA_OPTS=-Xmx6g and some minutes."
            })
    public static final class BenchGrowthCommand extends BenchRun<GrowthResult> {

        private static final int MOST_FUNCTIONS = 1_000_000;

        @Option(
                names = "--functions",
                paramLabel = "N",
                defaultValue = "20000",
                description = "Number of functions; default: ${DEFAULT-VALUE}.")
        private int functions;

        @Option(
                names = "--backend",
                paramLabel = "NAME",
                defaultValue = "rocksdb",
                description = "State backend, heap or rocksdb; default: ${DEFAULT-VALUE}.")
        private String backend;

        @Option(
                names = "--samples",
                paramLabel = "N",
                defaultValue = "5000000",
                description = "Smallest number of samples in each phase; default: ${DEFAULT-VALUE}.")
        private int samples;

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
                description =
                        "Replace the two phases by a flood of the whole fleet within a minute, in one account, and "
                                + "measure the decisions to page.")
        private boolean surge;

        @Mixin
        private Options.Job job;

        @Override
        GrowthResult measure() throws Exception {
            check();
            GrowthBench bench = new GrowthBench(ConfigOption.shippedRecording(), samples, job.parallelism());
            if (surge) return bench.surge(functions, backend);
            return days > 0 ? bench.days(functions, backend, days) : bench.run(functions, backend, history);
        }

        private void check() {
            if (days == 1 || days < 0) throw Refusal.usage("--days " + days + ": 2 or more");
            if (history < 0) throw Refusal.usage("--history " + history + ": 0 or more");
            if (functions < 1 || functions > MOST_FUNCTIONS)
                throw Refusal.usage("--functions " + functions + ": 1 to " + MOST_FUNCTIONS);
            if (!List.of("heap", "rocksdb").contains(backend))
                throw Refusal.usage("--backend " + backend + ": heap or rocksdb");
            if (samples < 1) throw Refusal.usage("--samples " + samples + ": 1 or more");
        }
    }

    /** {@code breakwater bench pipeline}. */
    @Command(
            name = "pipeline",
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
            return new PipelineBench(request, written.lines()).run(rounds, this::note);
        }
    }

    /** {@code breakwater bench worth}. */
    @Command(
            name = "worth",
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
            return new WorthBench(seeds, this::note).run();
        }
    }

    /** A command that runs a benchmark, prints the result, and rewrites the pages that show the result. */
    abstract static class BenchRun<R extends BenchDocs.Result> extends TerminalCommand.OfData {

        private static final int MOST_SEEDS = 100;

        @Option(
                names = "--docs",
                paramLabel = "DIR",
                description = "Rewrite the tables in README.md and docs/ of this checkout.")
        private Path docs;

        /** Checks the options before any work begins. */
        abstract R measure() throws Exception;

        @Override
        public final Integer call() throws Exception {
            if (docs != null) BenchDocs.requireCheckout(docs);
            R result = measure();
            if (docs != null) BenchDocs.remake(docs, name(), result);
            out().println(json() ? BenchDocs.json(result) : result.markdown());
            return 0;
        }

        final void checkSeeds(int seeds) {
            if (seeds < 1 || seeds > MOST_SEEDS) throw Refusal.usage("--seeds: 1 to " + MOST_SEEDS + ", not " + seeds);
        }
    }
}
