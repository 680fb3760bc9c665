package dev.breakwater.connectors.receive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import dev.breakwater.connectors.receive.content.ReceiveLimits;
import dev.breakwater.connectors.receive.store.LandingStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running endpoint: deliveries by POST; by GET {@code /health}, {@code /metrics} and, for a load balancer, {@code
 * /ready}: whether it takes deliveries, whatever may be wrong with what is in them.
 */
public final class Receiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final int BACKLOG = 256;
    private static final int MOST_REMEMBERED = 500_000;
    private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(30);

    static {
        // the JDK's server reads these once: answers go out at once, and nobody holds a thread for ever
        preset("sun.net.httpserver.nodelay", "true");
        preset("sun.net.httpserver.maxReqTime", "60");
        preset("sun.net.httpserver.maxRspTime", "170");
        preset("jdk.httpserver.maxConnections", "2000");
    }

    private final EndpointSettings settings;
    private final LandingStore store;
    private final BudgetedBytes.Budget budget;
    private final Counters counters = new Counters();
    private final UnreadStreams unread = new UnreadStreams();
    private final RequestIds ids;
    private final Committer committer;
    private final Admission admission;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private Receiver(EndpointSettings settings, LandingStore store, Clock clock) throws IOException {
        this.settings = settings;
        this.store = store;
        ReceiveLimits limits = settings.limits();
        budget = new BudgetedBytes.Budget(limits.bufferedBytes());
        ids = new RequestIds(clock, MOST_REMEMBERED);
        committer = new Committer(store, ids, counters, limits.threads());
        admission = new Admission(store, committer, limits.freeBytes());
        server = server(settings);
        threads = new ThreadPoolExecutor(
                limits.threads(), limits.threads(), 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(BACKLOG * 4));
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        FirehoseEndpoint.Tools tools = new FirehoseEndpoint.Tools(budget, counters, unread, clock);
        server.createContext("/", new FirehoseEndpoint(settings, admission, ids, committer, tools));
        server.createContext("/health", exchange -> serve(exchange, "/health", this::health));
        server.createContext("/ready", exchange -> serve(exchange, "/ready", () -> state(admission.reason())));
        server.createContext("/metrics", exchange -> serve(exchange, "/metrics", () -> metrics(exchange)));
    }

    /**
     * Recalls what was stored before, and opens the endpoint.
     *
     * @param store closed by {@link #close}, and when this throws
     * @throws IOException if the landing folder cannot be read or the address is taken
     */
    public static Receiver start(EndpointSettings settings, LandingStore store, Clock clock) throws IOException {
        try {
            Receiver receiver = new Receiver(settings, store, clock);
            for (LandingStore.Stored stored : store.recover(clock.instant().minus(RequestIds.REMEMBERED))) {
                receiver.ids.recall(stored.keys(), stored.at().toEpochMilli());
            }
            LOG.info("{} deliveries of the last hours are known", receiver.ids.size());
            receiver.committer.start();
            receiver.server.start();
            return receiver;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Admits nothing more, answers what is in, makes everything visible. */
    @Override
    public void close() throws IOException {
        admission.close();
        committer.hurry();
        long end = System.nanoTime() + CLOSING_NANOS;
        while (admission.inside() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        server.stop(0);
        threads.shutdown();
        committer.close();
        store.close();
    }

    private static HttpServer server(EndpointSettings settings) throws IOException {
        if (settings.tls() == null) {
            return HttpServer.create(settings.listen(), BACKLOG);
        }
        HttpsServer server = HttpsServer.create(settings.listen(), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(settings.tls()));
        return server;
    }

    private void serve(HttpExchange exchange, String path, Page page) throws IOException {
        try (exchange) {
            boolean there = exchange.getRequestURI().getPath().equals(path)
                    && exchange.getRequestMethod().equals("GET");
            Reply reply = there ? page.reply() : Reply.text(404, "text/plain", "not here\n");
            reply.send(exchange);
        }
    }

    private interface Page {
        Reply reply();
    }

    private String trouble() {
        return Stream.of(admission.reason(), committer.unseen(), unread.trouble())
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Reply health() {
        return state(trouble());
    }

    private static Reply state(String reason) {
        boolean good = reason.isEmpty();
        String body = "{\"status\":\"" + (good ? "ok" : reason) + "\"}\n";
        return Reply.text(good ? 200 : 503, "application/json", body);
    }

    private Reply metrics(HttpExchange exchange) {
        boolean local = exchange.getRemoteAddress().getAddress().isLoopbackAddress();
        if (!local && !settings.openMetrics()) {
            return Reply.text(403, "text/plain", "for this machine only\n");
        }
        Map<String, Long> gauges = Map.of(
                "buffered_bytes",
                budget.used(),
                "waiting",
                (long) committer.waiting(),
                "remembered",
                (long) ids.size(),
                "free_bytes",
                store.freeBytes(),
                "healthy",
                trouble().isEmpty() ? 1L : 0L);
        return Reply.text(200, "text/plain; version=0.0.4", counters.text(gauges));
    }

    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
            LOG.debug("{} = {}", property, value);
        }
    }
}
