package dev.breakwater.cli.command;

import dev.breakwater.cli.VerboseOption;
import dev.breakwater.connectors.lambda.Sweep;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater sweep}. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = {
            "Ends the throttles whose lease is over, from the marks alone.",
            "Run it in a cron or a container: no throttle outlives its lease even when the job is dead."
        })
public final class SweepCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PlaceOptions places;

    @Option(names = "--expired", description = "Only leases that are over; this is the default.")
    private boolean expired;

    @Option(names = "-o", paramLabel = "FORMAT", defaultValue = "text", description = "text (the default) or json.")
    private OutputFormat format;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() {
        List<Sweep.Result> results = places.each((place, bench) -> bench.sweep().expired());
        return LeaseEnds.conclude(spec.commandLine(), format, results, places.looked());
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
