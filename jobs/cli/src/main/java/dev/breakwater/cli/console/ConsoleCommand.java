package dev.breakwater.cli.console;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.command.Configurations;
import dev.breakwater.cli.receive.Secrets;
import dev.breakwater.config.model.DoorSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.guard.door.Door;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.live.RunPlaces;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
            "Shows fleet, incidents, leases, budgets and the job's health over HTTP, as pages and as JSON.",
            "From the files of a run: also while the job is down. It runs where the job's ledger and pages are. Reading needs no key. Who may",
            "approve, release, hold longer, accept and protect, from a page, PagerDuty or Slack, says the section door.",
            "SIGTERM ends it. run --console serves the same beside the job."
        })
public final class ConsoleCommand implements Callable<Integer>, VerboseOption.Has {

    private static final int SHORTEST_TOKEN = 16;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "Configuration of the job; its section door says where to listen and who may ask.")
    private Path config;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws Exception {
        Settings settings = Configurations.load(config);
        ConsoleServer server = start(settings, System.getenv());
        spec.commandLine()
                .getOut()
                .printf(
                        "console on %s, files of %s%n",
                        url(settings, server), settings.ledger().path());
        spec.commandLine().getOut().flush();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "console-close"));
        // until the process is told to end
        new CountDownLatch(1).await();
        return 0;
    }

    /** @param environment of the process */
    public static ConsoleServer start(Settings settings, Map<String, String> environment) throws IOException {
        DoorSettings door = settings.door();
        Secrets secrets = new Secrets(settings, "door", environment);
        String token = secrets.of(door.token());
        if (!token.isEmpty() && token.length() < SHORTEST_TOKEN) {
            throw Refusal.error("door.token: needs " + SHORTEST_TOKEN + " characters or more");
        }
        Door.Keys keys = new Door.Keys(
                token,
                door.proxy().header().toLowerCase(Locale.ROOT),
                Set.copyOf(door.proxy().addresses()),
                secrets.of(door.pagerduty()),
                secrets.of(door.slack()));
        Clock clock = Clock.systemUTC();
        InetSocketAddress listen = new InetSocketAddress(door.host(), door.port());
        if (listen.isUnresolved()) throw Refusal.error("door.listen: the host " + door.host() + " does not resolve");
        Console console = Console.of(settings, clock);
        try {
            return ConsoleServer.start(
                    listen,
                    secrets.tls(door.tls()),
                    new Door(new RequestDesk(settings, clock), keys, clock),
                    !token.isEmpty() || !keys.header().isEmpty(),
                    console,
                    RunPlaces.pages(settings));
        } catch (BindException e) {
            console.close();
            throw Refusal.error("door.listen: " + door.listen() + " cannot be listened on: " + e.getMessage());
        }
    }

    /** Where it is. */
    public static String url(Settings settings, ConsoleServer server) {
        String host = settings.door().host();
        return (settings.door().tls().present() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ':'
                + server.address().getPort();
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
