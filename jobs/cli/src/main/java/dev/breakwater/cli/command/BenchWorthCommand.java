package dev.breakwater.cli.command;

import dev.breakwater.bench.worth.WorthBench;
import dev.breakwater.cli.VerboseOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code breakwater bench worth}. */
@Command(
        name = "worth",
        mixinStandardHelpOptions = true,
        description = {
            "Runs drawn accounts in mode enforce. Prints pages, throttles, USD averted and good calls refused for "
                    + "each throttle.worth and page threshold.",
            "The same seeds give the same figures. Takes ten seconds for each seed, set and page threshold."
        })
public final class BenchWorthCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many accounts are drawn: seeds 1 to N (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        if (seeds < 1 || seeds > 100)
            throw new ParameterException(spec.commandLine(), "--seeds: 1 to 100, not " + seeds);
        new WorthBench(seeds, what -> spec.commandLine().getErr().println("breakwater: " + what))
                .print(spec.commandLine().getOut()::println);
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
