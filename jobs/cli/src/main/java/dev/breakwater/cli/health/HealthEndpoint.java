package dev.breakwater.cli.health;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.http.HttpListener;
import dev.breakwater.connectors.http.HttpListener.HostNames;
import dev.breakwater.connectors.http.Service;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.http.Service.Reply;
import dev.breakwater.ledger.ConfigurationRow;
import dev.breakwater.ledger.folder.RunFolder;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import org.apache.flink.metrics.prometheus.UnservedPrometheusReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the paths {@code /health} and {@code /metrics} of {@code run}, if the configuration names an address. */
public final class HealthEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthEndpoint.class);
    private static final int WORKERS = 2;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private HttpListener listener;

    /**
     * Opens the listener, or does nothing if the configuration names no address.
     *
     * @param run the folder in which the job writes which configuration is in force
     * @throws Refusal if the address cannot be used
     */
    public HealthEndpoint(Settings.Health settings, RunFolder run) {
        if (!settings.listen().isEmpty()) listener = listen(settings, run);
    }

    private static HttpListener listen(Settings.Health settings, RunFolder run) {
        InetSocketAddress address = settings.address();
        HostNames hosts = HostNames.of(settings.hosts(), "", "health.hosts");
        try {
            HttpListener listener = HttpListener.open(
                    new HttpListener.Settings("health", address, null, hosts, WORKERS, LONGEST, CLOSING),
                    new Pages(run));
            LOG.info("/health and /metrics on {}", listener.address());
            return listener;
        } catch (IOException e) {
            throw Refusal.error("health.listen: cannot listen on " + address + ": " + e.getMessage());
        }
    }

    /** The service that answers requests for each path. */
    private record Pages(RunFolder run) implements Service {

        @Override
        public int largest() {
            return 1;
        }

        @Override
        public Reply answer(HttpCall call, InputStream body) throws IOException {
            return switch (call.reads() ? call.path() : "") {
                case "/health" -> health();
                case "/metrics" -> metrics();
                default -> Reply.text(404, "not here\n");
            };
        }

        private Reply health() throws IOException {
            String refused =
                    run.configuration().map(ConfigurationRow::refusedText).orElse("");
            Health health = Health.of(UnservedPrometheusReporter.newest()).refusing(refused);
            return Reply.of(health.trouble().isEmpty() ? 200 : 503, "application/json", health.json() + "\n");
        }

        private static Reply metrics() throws IOException {
            StringWriter text = new StringWriter();
            TextFormat.write004(text, Collections.enumeration(Health.families(UnservedPrometheusReporter.newest())));
            return Reply.of(200, TextFormat.CONTENT_TYPE_004, text.toString());
        }
    }

    @Override
    public void close() {
        if (listener != null) listener.close();
    }
}
