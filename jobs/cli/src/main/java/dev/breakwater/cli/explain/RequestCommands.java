package dev.breakwater.cli.explain;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.command.Configurations;
import dev.breakwater.core.control.Request;
import dev.breakwater.core.control.Request.Kind;
import dev.breakwater.guard.door.Lengths;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import java.io.IOException;
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

/**
 * {@code breakwater approve}, {@code attack}, {@code hold} and {@code protect}: requests from a person, left for the
 * job to read.
 */
public final class RequestCommands {

    private static final String HEARD = "; a running job reads it within seconds, and the ledger records the result";

    private RequestCommands() {}

    /** The options that all of them have. */
    abstract static class Asking implements Callable<Integer>, VerboseOption.Has {

        @Spec
        private CommandSpec spec;

        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                required = true,
                description = "Configuration of the job; the request goes into its requests.path.")
        private Path config;

        @Option(names = "--account", paramLabel = "ID", defaultValue = "", description = "The function's account.")
        private String account;

        @Option(names = "--region", paramLabel = "REGION", defaultValue = "", description = "The function's region.")
        private String region;

        @Mixin
        private VerboseOption verbose;

        final Request ask(Kind kind, String incident, String function, Duration length) throws IOException {
            RequestDesk desk = new RequestDesk(Configurations.load(config), Clock.systemUTC());
            return take(desk, new Ask(kind, incident, function, account, region, length));
        }

        final void say(String line) {
            spec.commandLine().getOut().println(line + HEARD);
        }

        @Override
        public boolean verbose() {
            return verbose.verbose;
        }
    }

    /** {@code breakwater approve}. */
    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = {
                "Approves the throttle that is proposed for an incident.",
                "It is set with the next minute of data, at that minute's limit, if its checks still allow it. Too",
                "late or repeated, it does nothing and says so."
            })
    public static final class Approve extends Asking {

        @Parameters(
                index = "0",
                paramLabel = "INCIDENT",
                description = "The incident's id: 12 hex digits, as alarms have it.")
        private String incident;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FUNCTION",
                defaultValue = "",
                description = "For an incident of a budget: which function.")
        private String function;

        @Override
        public Integer call() throws IOException {
            checkIncident(incident);
            Request said = ask(Kind.APPROVE, incident, function, Duration.ZERO);
            say("approved: a throttle of " + RequestDesk.name(said.scope()));
            return 0;
        }
    }

    /** {@code breakwater attack}. */
    @Command(
            name = "attack",
            mixinStandardHelpOptions = true,
            description = {
                "Calls the surge of an incident an attack: the opposite of accept.",
                "A surge at the same time of a later week then pages and throttles as if it were the first."
                        + " Otherwise a",
                "surge that came at this time in two of the last eight weeks only warns, up to twice its size."
            })
    public static final class Attack extends Asking {

        @Parameters(paramLabel = "INCIDENT", description = "The incident's id: 12 hex digits, as alarms have it.")
        private String incident;

        @Override
        public Integer call() throws IOException {
            checkIncident(incident);
            Request said = ask(Kind.ATTACK, incident, "", Duration.ZERO);
            say("an attack on " + RequestDesk.name(said.scope()) + ": its time of the week excuses nothing");
            return 0;
        }
    }

    /** {@code breakwater hold}. */
    @Command(
            name = "hold",
            mixinStandardHelpOptions = true,
            description = {
                "Keeps the throttle of a function longer, even if the surge is over.",
                "At most to the end in its tag, which nothing moves (breakwater status shows it)."
            })
    public static final class Hold extends Asking {

        @Parameters(paramLabel = "FUNCTION", description = "The function's name.")
        private String function;

        @Option(
                names = "--for",
                paramLabel = "TIME",
                description = "For how long from now: 30m, 2h, 1d; default: to the end in its tag.")
        private String time;

        @Override
        public Integer call() throws IOException {
            Duration length = time == null ? Duration.ZERO : length(Kind.HOLD, time);
            Request said = ask(Kind.HOLD, "", function, length);
            String until = said.until() < 0
                    ? "to the end in its tag"
                    : "until " + Instant.ofEpochMilli(said.until()) + ", or to the end in its tag";
            say("held longer: " + RequestDesk.name(said.scope()) + ' ' + until);
            return 0;
        }
    }

    /** {@code breakwater protect}. */
    @Command(
            name = "protect",
            mixinStandardHelpOptions = true,
            description = {
                "Protects a function from throttles for a time, and releases the one it has.",
                "It pages as before. For good, give it a policy with protect: on. release --again-allowed ends it."
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

    /** Leaves it for the job, or refuses in one line. */
    static Request take(RequestDesk desk, Ask ask) {
        try {
            return desk.take(ask, "", System.getProperty("user.name", ""), "cli");
        } catch (NotTaken e) {
            throw e.kind() == NotTaken.Kind.UNCLEAR ? Refusal.usage(e.getMessage()) : Refusal.error(e.getMessage());
        } catch (IOException e) {
            throw Refusal.error("cannot be left where the job looks for it: " + e);
        }
    }

    /** Parses {@code --for}. */
    static Duration length(Kind kind, String time) {
        return Lengths.of(kind, time)
                .orElseThrow(() -> Refusal.usage("--for takes " + Lengths.bounds(kind) + "; this is " + time));
    }
}
