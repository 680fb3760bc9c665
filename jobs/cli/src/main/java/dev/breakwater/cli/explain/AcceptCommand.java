package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.command.Configurations;
import dev.breakwater.core.control.Request;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code breakwater accept}. */
@Command(
        name = "accept",
        mixinStandardHelpOptions = true,
        description = {
            "Says that what an incident tells of is expected: the new normal for a time, or with --weekly at its time of each week.",
            "Its alert ends, what is throttled for it is given back, and until the time is over its function, group or account is",
            "neither paged nor throttled, only warned of. What is learned stays as it is. The job hears of it within seconds, or",
            "when it is started. Accept it again to make the time longer or shorter: the newest word counts. With --weekly what comes",
            "an hour before or after its time of the week (UTC), or costs more than twice as much, pages as before."
        })
public final class AcceptCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "INCIDENT", description = "The incident's id: 12 hex digits, as alarms and pages have it.")
    private String incident;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "For how long: 1h to 90d (30d by default, with --weekly 90d).")
    private String time;

    @Option(names = "--weekly", description = "At its time of each week alone, and no larger.")
    private boolean weekly;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "Configuration of the job; the word is left where it looks for it (requests.path).")
    private Path config;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException {
        if (incident.startsWith("fleet-")) {
            throw Refusal.usage(incident + " is the page of many incidents: accept those that it lists, one by one");
        }
        RequestCommands.checkIncident(incident);
        String length = time != null ? time : weekly ? "90d" : "30d";
        Ask ask = Ask.of(Request.Kind.ACCEPT, incident).lasting(RequestCommands.length(Request.Kind.ACCEPT, length));
        RequestDesk desk = new RequestDesk(Configurations.load(config), Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        if (desk.isThrottled(incident)) {
            out.println(
                    "its throttle is given back by this, at once, and a limit is set for it no more while it is accepted");
            out.flush();
        }
        Request said = RequestCommands.take(desk, weekly ? ask.eachWeek() : ask);
        out.printf(
                "accepted%s until %s: no page and no throttle for %s; a job that runs hears of it within seconds%n",
                weekly ? " each week " + said.weekly().words() : "",
                Instant.ofEpochMilli(said.until()),
                RequestDesk.name(said.scope()));
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
