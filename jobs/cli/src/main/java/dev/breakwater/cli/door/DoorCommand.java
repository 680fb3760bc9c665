package dev.breakwater.cli.door;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.VerboseOption;
import dev.breakwater.cli.command.Configurations;
import dev.breakwater.cli.receive.Secrets;
import dev.breakwater.config.model.DoorSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.guard.door.Door;
import dev.breakwater.guard.door.RequestDesk;
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

/** {@code breakwater door}. */
@Command(
        name = "door",
        mixinStandardHelpOptions = true,
        description = {
            "The HTTP door through which people approve, release, hold longer, accept and protect: from the incident's page,",
            "from PagerDuty and from Slack. It runs where the job's ledger and pages are, and leaves each request for the job.",
            "GET shows the pages, /health and /metrics; who may ask says the section door. SIGTERM ends it."
        })
public final class DoorCommand implements Callable<Integer>, VerboseOption.Has {

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
        DoorServer server = start(settings, System.getenv());
        String scheme = settings.door().tls().present() ? "https" : "http";
        String host = settings.door().host();
        spec.commandLine()
                .getOut()
                .printf(
                        "listening on %s://%s:%d, pages of %s, requests into %s%n",
                        scheme,
                        host.contains(":") ? "[" + host + "]" : host,
                        server.address().getPort(),
                        settings.pages().path(),
                        settings.requestsPath());
        spec.commandLine().getOut().flush();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "door-close"));
        // until the process is told to end
        new CountDownLatch(1).await();
        return 0;
    }

    /** @param environment of the process */
    public static DoorServer start(Settings settings, Map<String, String> environment) throws IOException {
        DoorSettings door = settings.door();
        if (!door.enabled()) {
            throw Refusal.error("door: nobody may come in; it needs a token, a proxy, pagerduty or slack");
        }
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
        try {
            return DoorServer.start(
                    listen,
                    secrets.tls(door.tls()),
                    new Door(new RequestDesk(settings, clock), keys, clock),
                    Path.of(settings.pages().path()));
        } catch (BindException e) {
            throw Refusal.error("door.listen: " + door.listen() + " cannot be listened on: " + e.getMessage());
        }
    }

    @Override
    public boolean verbose() {
        return verbose.verbose;
    }
}
