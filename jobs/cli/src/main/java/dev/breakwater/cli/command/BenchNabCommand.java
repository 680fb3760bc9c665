package dev.breakwater.cli.command;

import dev.breakwater.bench.nab.NabBench;
import dev.breakwater.bench.nab.NabResult;
import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.NabTable;
import dev.breakwater.bench.report.Stored;
import dev.breakwater.cli.VerboseOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater bench nab}. */
@Command(
        name = "nab",
        mixinStandardHelpOptions = true,
        description = {
            "Scores the generic form of our detector on the Numenta Anomaly Benchmark, by its published rules.",
            "The data set is not shipped: get it from github.com/numenta/NAB."
        })
public final class BenchNabCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            required = true,
            description = "NAB's folder, or a tar.gz of it, with data/ and labels/combined_windows.json.")
    private Path data;

    @Option(names = "--docs", paramLabel = "DIR", description = "Remake the tables in docs/bench.md of this checkout.")
    private Path docs;

    @Mixin
    private OutputOptions output;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        if (docs != null) BenchDocs.requireCheckout(docs);
        NabResult result = NabBench.run(data);
        if (docs != null) BenchDocs.remakeNab(docs, result);
        spec.commandLine().getOut().println(output.json() ? Stored.json(result) : NabTable.full(result));
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
