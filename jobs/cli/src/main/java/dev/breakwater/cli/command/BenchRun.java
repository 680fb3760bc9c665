package dev.breakwater.cli.command;

import dev.breakwater.bench.report.BenchDocs;
import dev.breakwater.cli.Refusal;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A command that runs a benchmark, prints the result, and rewrites the pages that show the result. */
abstract class BenchRun<R extends BenchDocs.Result> extends TerminalCommand.OfData {

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
