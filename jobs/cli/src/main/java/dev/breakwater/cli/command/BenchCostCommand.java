package dev.breakwater.cli.command;

import dev.breakwater.bench.cost.CostBench;
import dev.breakwater.bench.cost.CostResult;
import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.bench.report.CostTable;
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

/** {@code breakwater bench cost}. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the time of an observation and the size of a function's state with AWS's random cut "
                    + "forest.",
            "Takes about a minute."
        })
public final class BenchCostCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Option(names = "--docs", paramLabel = "DIR", description = "Rewrite the tables in docs/bench.md of this "
            + "checkout.")
    private Path docs;

    @Mixin
    private OutputOptions output;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        if (docs != null) BenchDocs.requireCheckout(docs);
        CostResult result = CostBench.run();
        if (docs != null) BenchDocs.remakeCost(docs, result);
        spec.commandLine().getOut().println(output.json() ? Stored.json(result) : CostTable.full(result));
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
