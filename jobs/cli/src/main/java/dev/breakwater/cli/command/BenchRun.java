package dev.breakwater.cli.command;

import dev.breakwater.bench.report.BenchDocs;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that runs a benchmark, prints the result, and rewrites the pages that show the result. */
abstract class BenchRun<R extends BenchDocs.Result> implements Callable<Integer> {

    private static final int MOST_SEEDS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--docs",
            paramLabel = "DIR",
            description = "Rewrite the tables in README.md and docs/ of this checkout.")
    private Path docs;

    @Mixin
    private Options.Output output;

    /** Checks the options before any work begins. */
    abstract R measure() throws Exception;

    @Override
    public final Integer call() throws Exception {
        if (docs != null) BenchDocs.requireCheckout(docs);
        R result = measure();
        if (docs != null) BenchDocs.remake(docs, spec.name(), result);
        spec.commandLine().getOut().println(output.json() ? BenchDocs.json(result) : result.markdown());
        return 0;
    }

    /** Prints progress on stderr. */
    final void says(String what) {
        spec.commandLine().getErr().println("breakwater: " + what);
    }

    final void checkSeeds(int seeds) {
        if (seeds < 1 || seeds > MOST_SEEDS)
            throw new ParameterException(spec.commandLine(), "--seeds: 1 to " + MOST_SEEDS + ", not " + seeds);
    }
}
