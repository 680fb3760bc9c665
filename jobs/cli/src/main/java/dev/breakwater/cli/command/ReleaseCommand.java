package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.connectors.lambda.ActClock;
import dev.breakwater.connectors.lambda.EffectOutcome;
import dev.breakwater.connectors.lambda.FunctionRef;
import dev.breakwater.connectors.lambda.LeaseEnd;
import dev.breakwater.connectors.lambda.LeaseEnder;
import dev.breakwater.connectors.lambda.Sweep;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code breakwater release}. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a throttle away now and restores what was found before it; the job is not needed.",
            "A running job leaves the function alone for 24 hours: it finds its limit changed by somebody else."
        })
public final class ReleaseCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FUNCTION", description = "The function's name.")
    private String function;

    @Option(names = "--all", description = "Every throttle of every place.")
    private boolean all;

    @Mixin
    private PlaceOptions places;

    @Option(names = "-o", defaultValue = "text", description = "text or json.")
    private OutputFormat format;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        if (all == (function != null)) throw Refusal.usage("name one FUNCTION, or --all");
        return all ? releaseAll() : releaseOne();
    }

    private int releaseAll() {
        List<Sweep.Result> results = places.each((place, bench) -> bench.sweep().all());
        return LeaseEnds.conclude(spec.commandLine(), format, results);
    }

    private int releaseOne() {
        List<LeaseEnd> ends = places.each((place, bench) -> new LeaseEnder(bench.lever(), ActClock.system())
                .release(new FunctionRef(place.account(), place.region(), function)));
        List<LeaseEnd> there =
                ends.stream().filter(e -> e.outcome() != EffectOutcome.GONE).toList();
        if (there.isEmpty()) throw Refusal.error("no function named " + function + " in any place");
        LeaseEnds.print(spec.commandLine().getOut(), format, there, List.of());
        return there.stream().allMatch(LeaseEnd::done) ? 0 : 1;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
