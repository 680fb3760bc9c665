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
import java.time.Duration;
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
            "Says that what an incident tells of is the new normal, for a time.",
            "Its alert ends, what is throttled for it is given back, and until the time is over its function, group or account is",
            "neither paged nor throttled, only warned of. What is learned stays as it is. The job hears of it within seconds, or",
            "when it is started. Accept it again to make the time longer or shorter: the newest word counts."
        })
public final class AcceptCommand implements Callable<Integer>, VerboseOption.Has {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "INCIDENT", description = "The incident's id: 12 hex digits, as alarms and pages have it.")
    private String incident;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "For how long: 1h to 90d (30d by default).")
    private String time;

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
        Duration length = RequestCommands.length(Request.Kind.ACCEPT, time);
        RequestDesk desk = new RequestDesk(Configurations.load(config), Clock.systemUTC());
        Request said =
                RequestCommands.take(desk, Ask.of(Request.Kind.ACCEPT, incident).lasting(length));
        PrintWriter out = spec.commandLine().getOut();
        if (desk.isThrottled(incident)) out.println("its throttle is given back by this");
        out.printf(
                "accepted until %s: no page and no throttle for %s; a job that runs hears of it within seconds%n",
                Instant.ofEpochMilli(said.until()), RequestDesk.name(said.scope()));
        return 0;
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
