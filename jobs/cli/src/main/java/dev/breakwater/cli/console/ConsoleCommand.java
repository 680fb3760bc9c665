package dev.breakwater.cli.console;

import dev.breakwater.cli.command.ConfigOption;
import dev.breakwater.cli.door.Users.NewToken;
import dev.breakwater.config.model.DoorSettings;
import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.config.model.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code breakwater console}. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        description = {
            "Serves web pages and JSON about the fleet, incidents, leases, budgets and the job's health.",
            "The console reads the files of a run, so it works even if the job is down. Run this command where the "
                    + "job's files are.",
            "Reading needs a key, except on loopback. The section door of the configuration says who may make which "
                    + "requests.",
            "PagerDuty and Slack send requests to their own address, door.callbacks.",
            "SIGTERM ends the command. With run --console, the job's own process serves the console."
        })
public final class ConsoleCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--pagerduty-actions",
            paramLabel = "URL",
            description = "Print signed addresses below URL for PagerDuty's custom actions, and exit. The addresses "
                    + "are valid for a year.")
    private String actions;

    @Option(
            names = "--new-token",
            description = "Print a new token for a person and its hash for door.users, and exit.")
    private boolean newToken;

    @Override
    public Integer call() throws Exception {
        if (newToken) {
            NewToken made = NewToken.make();
            spec.commandLine().getOut().printf("token for the person: %s%ntokenHash: %s%n", made.token(), made.hash());
            return 0;
        }
        Settings settings = config.settings();
        if (actions != null) {
            Opening.actions(
                    settings, System.getenv(), actions, spec.commandLine().getOut());
            return 0;
        }
        ConsoleServer server = start(settings, System.getenv());
        spec.commandLine()
                .getOut()
                .printf(
                        "console on %s, with the files in %s%n",
                        url(settings, server), settings.ledger().path());
        callbacks(settings, server).ifPresent(at -> spec.commandLine().getOut().printf("callbacks on %s%n", at));
        spec.commandLine().getOut().flush();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "console-close"));
        // waits until somebody ends the process
        new CountDownLatch(1).await();
        return 0;
    }

    /** @param environment the environment of the process */
    public static ConsoleServer start(Settings settings, Map<String, String> environment) throws IOException {
        return new Opening(settings, environment).open();
    }

    /** Returns the console's address for people. */
    public static String url(Settings settings, ConsoleServer server) {
        DoorSettings.Console console = settings.door().console();
        return url(console.listen(), console.tls(), server.address());
    }

    /** Returns the console's address for callbacks; empty if it accepts no callbacks. */
    public static Optional<String> callbacks(Settings settings, ConsoleServer server) {
        DoorSettings.Callbacks callbacks = settings.door().callbacks();
        return server.callbacks().map(at -> url(callbacks.listen(), callbacks.tls(), at));
    }

    private static String url(String listen, ReceiveSettings.Tls tls, InetSocketAddress at) {
        String host = ReceiveSettings.host(listen);
        return (tls.present() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ':'
                + at.getPort();
    }
}
