package dev.breakwater.cli.command;

import dev.breakwater.bench.DetectionBench;
import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.DetectionResult;
import dev.breakwater.bench.report.DetectionTable;
import dev.breakwater.bench.report.Stored;
import dev.breakwater.cli.VerboseOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code breakwater bench detection}. */
@Command(
        name = "detection",
        mixinStandardHelpOptions = true,
        description = {
            "Runs our detector and its peers over the same labelled traffic, and scores them in the same way.",
            "It draws the traffic from recordings and injects the attacks. The same seeds give the same figures. "
                    + "Takes two to three minutes on two cores."
        })
public final class BenchDetectionCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "" + DetectionBench.DEFAULT_SEEDS,
            description = "Number of sets to draw, with seeds 1 to N (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--out", paramLabel = "DIR", description = "Also write detection.json and the pictures to this "
            + "folder.")
    private Path out;

    @Option(
            names = "--docs",
            paramLabel = "DIR",
            description = "Rewrite the tables in README.md and docs/ of this checkout.")
    private Path docs;

    @Mixin
    private OutputOptions output;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        if (seeds < 1 || seeds > 100)
            throw new ParameterException(spec.commandLine(), "--seeds: 1 to 100, not " + seeds);
        if (docs != null) BenchDocs.requireCheckout(docs);
        DetectionResult result =
                new DetectionBench(what -> spec.commandLine().getErr().println("breakwater: " + what)).run(seeds);
        if (out != null) BenchDocs.writeDetection(out, result);
        if (docs != null) BenchDocs.remakeDetection(docs, result);
        spec.commandLine().getOut().println(output.json() ? Stored.json(result) : DetectionTable.full(result));
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
