package dev.breakwater.cli.command;

import dev.breakwater.guard.limit.Sweep;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code breakwater sweep}. */
@Command(
        name = "sweep",
        description = {
            "Releases the throttles whose lease is over.",
            "Without a configuration, it uses the account of the ambient credentials, in AWS_REGION.",
            "It finds these throttles by their tags, and also by the ledger if the ledger is on this machine.",
            "It waits until five minutes after a lease's end, or 15 minutes if the ledger does not contain the "
                    + "lease.",
            "Run it from cron or in a container, so that throttles end even if the job is dead.",
            "Exits with 1 if it could not read an account or could not end a lease."
        })
public final class SweepCommand extends TerminalCommand.OfData {

    private static final String COMPLETE = "sweep complete: everything was read, and every lease that was over ended";

    @Mixin
    private PlaceOptions places;

    @Override
    public Integer call() {
        LeaseEnds ends = new LeaseEnds(this, json());
        List<Sweep.Result> results = places.each((place, sweep) -> ends.told(place, sweep.expired(ends.in(place))));
        for (String id : places.joined()) {
            note("account " + id + " joined the organisation after the job's start, so the job "
                    + "does not watch it: restart the job");
        }
        int exit = ends.conclude(results, "");
        // config/cloudformation counts these lines, and alerts if none comes
        if (exit == 0 && !json()) out().println(COMPLETE);
        return exit;
    }
}
