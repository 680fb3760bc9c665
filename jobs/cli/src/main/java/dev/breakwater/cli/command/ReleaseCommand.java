package dev.breakwater.cli.command;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.connectors.lambda.EffectOutcome;
import dev.breakwater.connectors.lambda.FunctionRef;
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

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
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
        return LeaseEnds.conclude(spec.commandLine(), format, results, places.looked());
    }

    private int releaseOne() {
        List<Sweep.Result> results = places.each(
                (place, bench) -> bench.sweep().release(new FunctionRef(place.account(), place.region(), function)));
        List<Sweep.Result> there = results.stream().map(ReleaseCommand::found).toList();
        boolean nowhere =
                there.stream().allMatch(r -> r.ends().isEmpty() && r.gaps().isEmpty());
        if (nowhere) throw Refusal.error("no function named " + function + " in " + places.looked());
        return LeaseEnds.conclude(spec.commandLine(), format, there, places.looked());
    }

    /** Without what is not there. */
    private static Sweep.Result found(Sweep.Result r) {
        return new Sweep.Result(
                r.ends().stream().filter(e -> e.outcome() != EffectOutcome.GONE).toList(), r.gaps());
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
