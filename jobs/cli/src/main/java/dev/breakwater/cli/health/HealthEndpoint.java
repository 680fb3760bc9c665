package dev.breakwater.cli.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.cli.Refusal;
import dev.breakwater.config.model.Settings;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.metrics.prometheus.UnservedPrometheusReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /health} and {@code /metrics} of {@code run}, where the configuration names an address. */
public final class HealthEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthEndpoint.class);

    static {
        // the JDK's server reads it once: nobody holds a thread for ever
        if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
            System.setProperty("sun.net.httpserver.maxReqTime", "60");
        }
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
        Thread made = new Thread(task, "health");
        made.setDaemon(true);
        return made;
    });
    private HttpServer server;

    private HealthEndpoint() {}

    /**
     * Listens, or does nothing where no address is named.
     *
     * @throws Refusal when the address cannot be listened on
     */
    public static HealthEndpoint open(Settings.Health settings) {
        HealthEndpoint endpoint = new HealthEndpoint();
        if (!settings.listen().isEmpty()) endpoint.listen(settings.address());
        return endpoint;
    }

    private void listen(InetSocketAddress address) {
        try {
            server = HttpServer.create(address, 16);
        } catch (IOException e) {
            throw Refusal.error("health.listen: cannot listen on " + address + ": " + e.getMessage());
        }
        server.createContext("/", exchange -> answer(exchange, 404, "text/plain", "not here\n"));
        server.createContext("/health", HealthEndpoint::health);
        server.createContext("/metrics", HealthEndpoint::metrics);
        server.setExecutor(threads);
        server.start();
        LOG.info("/health and /metrics on {}", server.getAddress());
    }

    private static void health(HttpExchange exchange) throws IOException {
        Health health = Health.of(UnservedPrometheusReporter.newest());
        answer(exchange, health.trouble().isEmpty() ? 200 : 503, "application/json", health.json() + "\n");
    }

    private static void metrics(HttpExchange exchange) throws IOException {
        StringWriter text = new StringWriter();
        TextFormat.write004(text, UnservedPrometheusReporter.newest().metricFamilySamples());
        answer(exchange, 200, TextFormat.CONTENT_TYPE_004, text.toString());
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        if (server != null) server.stop(0);
        threads.shutdownNow();
    }
}
