package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Request.Kind;
import dev.breakwater.guard.door.Lengths;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import java.io.IOException;
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

/**
 * The commands {@code breakwater approve}, {@code attack}, {@code hold} and {@code protect}. Each command writes a
 * person's request for the job.
 */
public final class RequestCommands {

    private static final String HEARD = "; a running job reads it within seconds, and the ledger records the result";

    private RequestCommands() {}

    /** The options that all of these commands share. */
    abstract static class Asking implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Option(names = "--account", paramLabel = "ID", defaultValue = "", description = "The function's account.")
        private String account;

        @Option(names = "--region", paramLabel = "REGION", defaultValue = "", description = "The function's region.")
        private String region;

        final Request ask(Kind kind, String incident, String function, Duration length) throws IOException {
            RequestDesk desk = new RequestDesk(config.settings(), Clock.systemUTC());
            return take(desk, new Ask(kind, incident, function, account, region, length));
        }

        final void say(String line) {
            spec.commandLine().getOut().println(line + HEARD);
        }
    }

    /** {@code breakwater approve}. */
    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = {
                "Approves the throttle that was proposed for an incident.",
                "The job sets the throttle with the next minute of data, at that minute's limit, if its checks "
                        + "still pass.",
                "A late or repeated approval does nothing and says so.",
                "With --now, approve also works without a proposal, for example after a proposal expired."
            })
    public static final class Approve extends Asking {

        @Parameters(
                index = "0",
                paramLabel = "INCIDENT",
                description = "The incident's id, which alerts show: 12 hex digits.")
        private String incident;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FUNCTION",
                defaultValue = "",
                description = "The function to throttle, if the incident is about a budget.")
        private String function;

        @Option(
                names = "--now",
                description =
                        "Ignore the throttle's worth, an earlier release and the cooldown. Breakwater still checks "
                                + "protection, evidence, the blast radius and the unreserved concurrency.")
        private boolean now;

        @Override
        public Integer call() throws IOException {
            checkIncident(incident);
            Request said = ask(now ? Kind.THROTTLE : Kind.APPROVE, incident, function, Duration.ZERO);
            say("approved: a throttle of " + RequestDesk.name(said.scope()));
            return 0;
        }
    }

    /** {@code breakwater attack}. */
    @Command(
            name = "attack",
            mixinStandardHelpOptions = true,
            description = {
                "Marks the surge of an incident as an attack, the opposite of accept.",
                "Breakwater then treats a surge at the same time of a later week as if it were the first.",
                "Without this mark, a surge that came at this time in two of the last eight weeks only warns, "
                        + "up to twice its size."
            })
    public static final class Attack extends Asking {

        @Parameters(paramLabel = "INCIDENT", description = "The incident's id, which alerts show: 12 hex digits.")
        private String incident;

        @Override
        public Integer call() throws IOException {
            checkIncident(incident);
            Request said = ask(Kind.ATTACK, incident, "", Duration.ZERO);
            say("an attack on " + RequestDesk.name(said.scope()) + ": it excuses no later surge at this time of the "
                    + "week");
            return 0;
        }
    }

    /** {@code breakwater hold}. */
    @Command(
            name = "hold",
            mixinStandardHelpOptions = true,
            description = {
                "Keeps the throttle of a function longer, even if the surge is over.",
                "A hold cannot last beyond the end of the lease, which is fixed (breakwater status shows it)."
            })
    public static final class Hold extends Asking {

        @Parameters(paramLabel = "FUNCTION", description = "The function's name.")
        private String function;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "Time from now, such as 30m, 2h or 1d; default: until the end of its lease.")
        private String time;

        @Override
        public Integer call() throws IOException {
            Duration length = time == null ? Duration.ZERO : length(Kind.HOLD, time);
            Request said = ask(Kind.HOLD, "", function, length);
            String until = said.until() < 0
                    ? "to the end of its lease"
                    : "until " + Instant.ofEpochMilli(said.until()) + ", or to the end of its lease";
            say("held longer: " + RequestDesk.name(said.scope()) + ' ' + until);
            return 0;
        }
    }

    /** {@code breakwater protect}. */
    @Command(
            name = "protect",
            mixinStandardHelpOptions = true,
            description = {
                "Protects a function from throttles for a time, and releases its present throttle.",
                "The function still pages. release --again-allowed ends the protection.",
                "To protect it permanently, give it a policy with protect: on."
            })
    public static final class Protect extends Asking {

        @Parameters(paramLabel = "FUNCTION", description = "The function's name.")
        private String function;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                defaultValue = "24h",
                description = "For how long: 1h to 90d (default 24h).")
        private String time;

        @Override
        public Integer call() throws IOException {
            Request said = ask(Kind.PROTECT, "", function, length(Kind.PROTECT, time));
            say("protected: no throttle of " + RequestDesk.name(said.scope()) + " until "
                    + Instant.ofEpochMilli(said.until()));
            return 0;
        }
    }

    static void checkIncident(String incident) {
        if (!incident.matches("[0-9a-f]{12}")) {
            throw Refusal.usage("INCIDENT is 12 hex digits, as in 3f9c2a71b0de; this is " + incident);
        }
    }

    /** Writes the request for the job, or refuses it with one line. */
    static Request take(RequestDesk desk, Ask ask) {
        try {
            return desk.take(ask, "", System.getProperty("user.name", ""), "cli");
        } catch (NotTaken e) {
            throw e.kind() == NotTaken.Kind.UNCLEAR ? Refusal.usage(e.getMessage()) : Refusal.error(e.getMessage());
        } catch (IOException e) {
            throw Refusal.error("cannot be written to the folder that the job reads: " + e);
        }
    }

    /** Parses {@code --for}. */
    static Duration length(Kind kind, String time) {
        return Lengths.of(kind, time)
                .orElseThrow(() -> Refusal.usage("--for takes " + Lengths.bounds(kind) + "; this is " + time));
    }
}
