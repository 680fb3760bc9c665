package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.core.control.Request;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import java.io.IOException;
import java.io.PrintWriter;
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
            "Accepts an incident as the new normal for a time, or every week at the same time with --weekly.",
            "The alert resolves and the throttle is released. Until this time is over, surges of the function, "
                    + "group or account only warn.",
            "The baseline does not change. The job reads the request within seconds, or at its next start.",
            "To change the time, accept the incident again; the newest request counts.",
            "With --weekly, a surge pages as before if it is more than an hour from that time of the week "
                    + "(UTC), or costs more."
        })
public final class AcceptCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "INCIDENT", description = "The incident's id, which alerts and pages show: 12 hex digits.")
    private String incident;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "For how long: 1h to 90d (default 30d, with --weekly 90d).")
    private String time;

    @Option(
            names = "--times",
            paramLabel = "N",
            defaultValue = "2",
            description = "Accept costs up to this multiple of the present cost, 1 to 10 (default 2).")
    private int times;

    @Option(
            names = "--weekly",
            description = "Accept the surge only at its time of each week, and only up to its size.")
    private boolean weekly;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws IOException {
        if (incident.startsWith("fleet-")) {
            throw Refusal.usage(incident + " is the alert of many incidents: accept each listed incident");
        }
        RequestCommands.checkIncident(incident);
        String length = time != null ? time : weekly ? "90d" : "30d";
        Ask ask = Ask.of(Request.Kind.ACCEPT, incident).lasting(RequestCommands.length(Request.Kind.ACCEPT, length));
        if (times < 1 || times > Request.MOST_TIMES) throw Refusal.usage("--times must be 1 to 10, not " + times);
        RequestDesk desk = new RequestDesk(config.settings(), Clock.systemUTC());
        PrintWriter out = spec.commandLine().getOut();
        if (desk.isThrottled(incident)) {
            out.println("the throttle is released at once, and no limit is set while the surge is accepted");
            out.flush();
        }
        Request said = RequestCommands.take(desk, ask.covering(times, weekly));
        out.printf(
                "accepted%s until %s: no page and no throttle for %s; a running job reads it within seconds%n",
                weekly ? " each week " + said.weekly().words() : "",
                Instant.ofEpochMilli(said.until()),
                RequestDesk.name(said.scope()));
        return 0;
    }
}
