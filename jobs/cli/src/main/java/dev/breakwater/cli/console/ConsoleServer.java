package dev.breakwater.cli.console;

import dev.breakwater.cli.Refusal;
import dev.breakwater.cli.door.Callbacks;
import dev.breakwater.cli.door.LoadBalancerIdentity;
import dev.breakwater.cli.door.People;
import dev.breakwater.cli.door.People.Refusals;
import dev.breakwater.cli.door.ProxyIdentity;
import dev.breakwater.cli.door.Users;
import dev.breakwater.cli.receive.Secrets;
import dev.breakwater.config.model.DoorSettings;
import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.aws.bucket.Folders;
import dev.breakwater.connectors.http.HttpListener;
import dev.breakwater.connectors.http.HttpListener.HostNames;
import dev.breakwater.connectors.http.Service;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.live.RunPlaces;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running console: its files, its listeners for people and for callbacks, and their keys. */
public final class ConsoleServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
    private static final int SHORTEST_SECRET = 16;
    private static final int WORKERS = 8;
    /**
     * The longest time for one exchange, and for the silence after it. It is longer than the minute for which load
     * balancers keep an idle connection.
     */
    private static final Duration LONGEST = Duration.ofSeconds(75);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Settings settings;
    private final DoorSettings door;
    private final Secrets secrets;
    private final Clock clock = Clock.systemUTC();
    private final Refusals refusals = new Refusals(clock);

    private Console console;
    private HttpListener people;
    /** The listener for callbacks, or null. */
    private HttpListener vendors;

    private ConsoleServer(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        door = settings.door();
        secrets = new Secrets(settings, "door", environment);
    }

    /** @param environment the environment of the process */
    public static ConsoleServer open(Settings settings, Map<String, String> environment) throws IOException {
        ConsoleServer server = new ConsoleServer(settings, environment);
        try {
            server.open();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Returns what probably is a mistake outside of a container, one sentence each: a listener without TLS on another
     * address than loopback, and a folder that does not exist.
     */
    static List<String> warnings(Settings settings) {
        List<String> found = new ArrayList<>();
        DoorSettings.Console at = settings.door().console();
        if (!ReceiveSettings.isLoopback(at.listen()) && !at.tls().present()) {
            found.add("The console listens on " + at.listen() + " without TLS, so everybody who can reach this port may"
                    + " read along and try keys. Outside of a container, set door.console.listen to 127.0.0.1, or set"
                    + " door.console.tls.");
        }
        Path files = RunPlaces.ledger(settings);
        if (!Folders.isBucket(files) && !Files.isDirectory(files)) {
            found.add("ledger.path " + files + " does not exist, so the console shows nothing until a job runs there.");
        }
        return found;
    }

    private void open() throws IOException {
        warnings(settings).forEach(LOG::warn);
        RequestDesk desk = new RequestDesk(settings, clock);
        People.Keys keys = people();
        Callbacks.Keys of = vendors();
        console = Console.of(settings, clock);
        Service pages = new ConsoleService(
                new People(desk, keys, refusals, () -> console.state().job().silent()),
                keys.open(),
                refusals,
                console,
                RunPlaces.pages(settings));
        DoorSettings.Console at = door.console();
        people = listen("console", at.listen(), at.tls(), at.hosts(), pages);
        if (!door.hearsCallbacks()) return;
        DoorSettings.Callbacks there = door.callbacks();
        Service callbacks = new Callbacks(desk, of, clock, refusals);
        vendors = listen("callbacks", there.listen(), there.tls(), there.hosts(), callbacks);
    }

    /** Returns the listener's address for people. */
    public InetSocketAddress address() {
        return people.address();
    }

    /** Returns the listener's address for callbacks, if there is one. */
    public Optional<InetSocketAddress> callbacks() {
        return Optional.ofNullable(vendors).map(HttpListener::address);
    }

    /** Returns the console's address for people. */
    public String url() {
        return url(door.console().listen(), door.console().tls(), address());
    }

    /** Returns the console's address for callbacks; empty if it accepts no callbacks. */
    public Optional<String> callbacksUrl() {
        return callbacks()
                .map(at -> url(door.callbacks().listen(), door.callbacks().tls(), at));
    }

    private static String url(String listen, ReceiveSettings.Tls tls, InetSocketAddress at) {
        String host = ReceiveSettings.host(listen);
        return (tls.present() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ':'
                + at.getPort();
    }

    @Override
    public void close() {
        if (console != null) console.close();
        if (people != null) people.close();
        if (vendors != null) vendors.close();
    }

    private HttpListener listen(
            String name, String listen, ReceiveSettings.Tls tls, List<String> hosts, Service service)
            throws IOException {
        String key = "door." + name;
        InetSocketAddress address = new InetSocketAddress(ReceiveSettings.host(listen), ReceiveSettings.port(listen));
        if (address.isUnresolved()) {
            throw Refusal.error(key + ".listen: the host " + ReceiveSettings.host(listen) + " does not resolve");
        }
        HostNames names = HostNames.of(hosts, settings.pages().baseUrl(), key + ".hosts");
        try {
            return HttpListener.open(
                    new HttpListener.Settings(name, address, secrets.tls(tls), names, WORKERS, LONGEST, CLOSING),
                    service);
        } catch (BindException e) {
            throw Refusal.error(key + ".listen: " + listen + " cannot be listened on: " + e.getMessage());
        }
    }

    private People.Keys people() {
        return new People.Keys(long16("door.token", door.token()), proxy(), door.readingNeedsKey(), users());
    }

    private Users users() {
        List<Users.User> users = new ArrayList<>();
        for (DoorSettings.User user : door.users()) {
            String hash = SecretRef.parse(user.tokenHash()).map(secrets::of).orElse(user.tokenHash());
            if (!hash.isEmpty() && !hash.matches("sha256:[0-9a-f]{32}:[0-9a-f]{64}")) {
                throw Refusal.error("door.users: " + user.tokenHash() + " is not a hash that breakwater console"
                        + " --new-token prints; the token itself does not belong there");
            }
            users.add(new Users.User(
                    user.name(), hash, Users.Right.valueOf(user.may().toUpperCase(Locale.ROOT))));
        }
        return new Users(users);
    }

    private ProxyIdentity proxy() {
        DoorSettings.Proxy proxy = door.proxy();
        DoorSettings.LoadBalancer alb = proxy.alb();
        if (alb.enabled()) return new LoadBalancerIdentity(alb.signer(), alb.claim(), alb.keys(), clock);
        return proxy.secret().present()
                ? ProxyIdentity.ofSecret(
                        proxy.header().toLowerCase(Locale.ROOT),
                        proxy.secretHeader().toLowerCase(Locale.ROOT),
                        long16("door.proxy.secret", proxy.secret()))
                : ProxyIdentity.NONE;
    }

    private Callbacks.Keys vendors() {
        Map<String, Set<Kind>> may = new HashMap<>();
        for (DoorSettings.SlackUser user : door.slack().users()) {
            Set<Kind> kinds = may.computeIfAbsent(user.id(), id -> EnumSet.noneOf(Kind.class));
            user.may().forEach(kind -> Kind.asked(kind).ifPresent(kinds::add));
        }
        return new Callbacks.Keys(
                secrets.of(door.pagerduty()), secrets.of(door.slack().secret()), may);
    }

    private String long16(String key, SecretRef reference) {
        String secret = secrets.of(reference);
        if (!secret.isEmpty() && secret.length() < SHORTEST_SECRET) {
            throw Refusal.error(key + ": needs " + SHORTEST_SECRET + " characters or more");
        }
        return secret;
    }
}
