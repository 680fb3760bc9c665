package dev.breakwater.cli.console;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.command.TerminalCommand;
import dev.breakwater.cli.door.ActionLink;
import dev.breakwater.cli.door.Users.NewToken;
import dev.breakwater.cli.receive.Secrets;
import dev.breakwater.config.model.Settings;
import dev.breakwater.engine.control.Request.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code breakwater console}. */
@Command(
        name = "console",
        description = {
            "Serves web pages and JSON about the fleet, incidents, leases, budgets and the job's health.",
            "The console reads the files of a run, so it works even if the job is down. Run this command where the "
                    + "job's files are.",
            "Reading needs a key, except on loopback. In the configuration, the section \"door\" says which "
                    + "requests each person may make.",
            "PagerDuty and Slack send requests to their own address, door.callbacks.",
            "SIGTERM ends the command. With \"run --console\", the job's own process serves the console."
        })
public final class ConsoleCommand extends TerminalCommand {

    /** How long the addresses of PagerDuty's actions are valid. */
    private static final Duration VALID = Duration.ofDays(365);

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--pagerduty-actions",
            paramLabel = "URL",
            description = "Print the signed addresses of PagerDuty's custom actions, which begin with URL, and "
                    + "exit. The addresses are valid for a year.")
    private String actions;

    @Option(
            names = "--new-token",
            description = "Print a new token for a person and its hash for door.users, and exit.")
    private boolean newToken;

    @Override
    public Integer call() throws Exception {
        if (newToken) {
            NewToken made = NewToken.make();
            out().printf("token for the person: %s%ntokenHash: %s%n", made.token(), made.hash());
            return 0;
        }
        Settings settings = config.settings();
        if (actions != null) {
            printActions(settings);
            return 0;
        }
        ConsoleServer server = ConsoleServer.open(settings, System.getenv());
        out().printf(
                        "console on %s, with the files in %s%n",
                        server.url(), settings.ledger().path());
        server.callbacksUrl().ifPresent(at -> out().printf("callbacks on %s%n", at));
        out().flush();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "console-close"));
        // waits until somebody ends the process
        new CountDownLatch(1).await();
        return 0;
    }

    private void close(ConsoleServer server) {
        server.close();
        note("the console was stopped; the job and its limits are not affected, and the"
                + " command line makes the same requests");
    }

    /** Prints the addresses of PagerDuty's custom actions. */
    private void printActions(Settings settings) {
        String secret = new Secrets(settings, "door", System.getenv())
                .of(settings.door().pagerduty());
        if (secret.isEmpty()) throw Refusal.error("door.pagerduty is needed to sign the addresses");
        Instant until = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(VALID);
        for (Kind kind : Kind.values()) {
            if (kind == Kind.DRILL) continue;
            String query = new ActionLink(kind, ActionLink.ANY, until).query(secret);
            out().printf("%-8s %s/pagerduty?%s%n", kind.wire(), actions.replaceFirst("/+$", ""), query);
        }
        out().flush();
    }
}
