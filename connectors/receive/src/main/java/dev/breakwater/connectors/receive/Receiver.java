package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.http.HttpListener;
import dev.breakwater.connectors.http.HttpListener.HostNames;
import dev.breakwater.connectors.http.Service;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.connectors.http.Service.Reply;
import dev.breakwater.connectors.receive.AccessKeys.Forgeries;
import dev.breakwater.connectors.receive.FirehoseEndpoint.DeliveryGate;
import dev.breakwater.connectors.receive.content.Batch;
import dev.breakwater.connectors.receive.content.Batch.RejectReason;
import dev.breakwater.connectors.receive.content.BudgetedBytes;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.receive.content.Json;
import dev.breakwater.connectors.receive.store.LandingStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running endpoint. POST delivers. GET serves {@code /health}, {@code /metrics} and {@code /ready}. From the path
 * {@code /ready}, a load balancer learns whether the endpoint accepts deliveries.
 */
public final class Receiver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final int MOST_REMEMBERED = 500_000;

    /** The longest time from a delivery's head to its answer. Firehose waits for three minutes. */
    private static final Duration LONGEST = Duration.ofSeconds(190);

    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final EndpointSettings settings;
    private final LandingStore store;
    private final BudgetedBytes.Budget budget;
    private final Counters counters = new Counters();
    private final UnreadStreams unread = new UnreadStreams();
    private final Forgeries forgeries;
    private final RequestIds ids;
    private final Committer committer;
    private final DeliveryGate admission;
    private final FirehoseEndpoint deliveries;
    private HttpListener listener;

    private Receiver(EndpointSettings settings, LandingStore store, Clock clock) {
        this.settings = settings;
        this.store = store;
        ReceiveLimits limits = settings.limits();
        budget = new BudgetedBytes.Budget(limits.bufferedBytes());
        ids = new RequestIds(clock, MOST_REMEMBERED);
        committer = new Committer(store, ids, counters, limits.threads());
        admission = new DeliveryGate(store, committer, limits.freeBytes());
        forgeries = new Forgeries(settings.keys().size(), settings.forged());
        FirehoseEndpoint.Tools tools = new FirehoseEndpoint.Tools(budget, counters, unread, forgeries, clock);
        deliveries = new FirehoseEndpoint(settings, admission, ids, committer, tools);
    }

    /**
     * Reads which deliveries are stored, then opens the endpoint.
     *
     * @param store the store; it is closed by the method {@link #close}, or if this method throws
     * @throws IOException if the landing folder cannot be read, or the address is in use
     */
    public static Receiver start(EndpointSettings settings, LandingStore store, Clock clock) throws IOException {
        try {
            Receiver receiver = new Receiver(settings, store, clock);
            for (LandingStore.Stored stored : store.recover(clock.instant().minus(RequestIds.REMEMBERED))) {
                receiver.ids.recall(stored.keys(), stored.at().toEpochMilli());
            }
            LOG.info("{} deliveries of the last hours are already stored", receiver.ids.size());
            receiver.listen();
            return receiver;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void listen() throws IOException {
        committer.start();
        HttpListener.Settings listening = new HttpListener.Settings(
                "receive",
                settings.listen(),
                settings.tls(),
                settings.hosts(),
                settings.limits().threads(),
                LONGEST,
                CLOSING);
        try {
            listener = HttpListener.open(listening, new Door());
        } catch (IOException e) {
            committer.close();
            throw e;
        }
    }

    /** Returns the address on which the endpoint listens. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** Accepts no more deliveries, answers open requests, and makes all stored data visible. */
    @Override
    public void close() throws IOException {
        admission.close();
        committer.hurry();
        listener.close();
        committer.close();
        store.close();
    }

    /** The service that answers requests for each path. */
    private final class Door implements Service {

        @Override
        public boolean underAnyName(HttpCall call) {
            return !call.path().equals("/metrics") || settings.openMetrics();
        }

        @Override
        public Optional<Reply> atOnce(HttpCall call) {
            return call.method().equals("GET") ? page(call) : deliveries.refusal(call);
        }

        private Optional<Reply> page(HttpCall call) {
            return switch (call.path()) {
                case "/health" -> Optional.of(state(trouble()));
                case "/ready" -> Optional.of(state(admission.reason()));
                case "/metrics" -> Optional.of(metrics(call));
                default -> deliveries.refusal(call);
            };
        }

        @Override
        public Reply answer(HttpCall call, InputStream body) {
            return deliveries.answer(call, body);
        }

        @Override
        public int largest() {
            return 0;
        }
    }

    private String trouble() {
        return Stream.of(admission.reason(), committer.unseen(), unread.trouble())
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Reply state(String reason) {
        boolean good = reason.isEmpty();
        String body = "{\"status\":\"" + (good ? "ok" : reason) + "\"}\n";
        return FirehoseEndpoint.retried(Reply.of(good ? 200 : 503, "application/json", body));
    }

    private Reply metrics(HttpCall call) {
        if (!call.loopback() && !settings.openMetrics()) {
            return Reply.text(403, "The metrics can be read only from this machine.\n");
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
        return Reply.of(200, "text/plain; version=0.0.4", counters.text(forgeries.counts(), gauges));
    }

    /**
     * The address, keys and limits of the endpoint.
     *
     * @param listen the address and port; port 0 chooses a free port
     * @param tls         the certificate and its key; null for http, which is allowed only on loopback
     * @param hosts       the host names under which the metrics can be read; deliveries and probes may use any name
     * @param keys        the keys that Firehose must send, each with its accounts
     * @param limits      the limits of the endpoint's capacity
     * @param openMetrics whether {@code /metrics} also answers other machines
     * @param forged      receives each delivery whose key is not valid for its account
     */
    public record EndpointSettings(
            InetSocketAddress listen,
            SSLContext tls,
            HostNames hosts,
            AccessKeys keys,
            ReceiveLimits limits,
            boolean openMetrics,
            Consumer<Forgeries.Forged> forged) {

        /**
         * @throws IllegalArgumentException for http on an address that other machines could reach, or for an address
         *                                  that does not resolve
         */
        public EndpointSettings {
            if (listen.isUnresolved()) {
                throw new IllegalArgumentException("the address to listen on does not resolve");
            }
            if (tls == null && !listen.getAddress().isLoopbackAddress()) {
                throw new IllegalArgumentException("without TLS, it may listen only on a loopback address");
            }
        }
    }

    /**
     * Firehose streams whose deliveries cannot be read, mostly because of their format. Unreadable deliveries are
     * acknowledged, because otherwise Firehose would repeat them for a day. Therefore, people must be alerted in
     * another way.
     */
    static final class UnreadStreams {
        private static final Logger LOG = LoggerFactory.getLogger(UnreadStreams.class);
        /**
         * The number of unreadable deliveries in a row that raises an alert. The demo data of AWS's console has only
         * one or two unreadable deliveries.
         */
        static final int ENOUGH = 3;
        /**
         * The largest number of remembered streams. The number is limited because the sender chooses the names of
         * streams.
         */
        private static final int MOST = 100;

        private static final String FORMAT =
                "format: %d deliveries in a row cannot be read; choose JSON, OpenTelemetry "
                        + "1.0 or OpenTelemetry 0.7 as the output format of the metric stream; the .rejects- files beside the "
                        + "received files show the data";

        private final Map<String, Integer> inARow = new LinkedHashMap<>();

        /** Records that a delivery of this stream was read; its ARN is "" if unknown. */
        synchronized void read(String sourceArn, Batch.Tally tally) {
            if (tally.lines() > 0 || tally.logEvents() > 0) {
                inARow.remove(sourceArn);
            } else if (unreadable(tally) && (inARow.size() < MOST || inARow.containsKey(sourceArn))) {
                int unread = inARow.merge(sourceArn, 1, Integer::sum);
                if (unread == ENOUGH) {
                    LOG.warn("{}: {}", Json.plain(sourceArn, 200), String.format(FORMAT, unread));
                }
            }
        }

        private static boolean unreadable(Batch.Tally tally) {
            return tally.rejects().keySet().stream().anyMatch(reason -> reason != RejectReason.WRONG_ACCOUNT);
        }

        /**
         * Returns the fault and the remedy, or "". The text contains no names of streams, because anybody may read it.
         */
        synchronized String trouble() {
            int most = inARow.isEmpty() ? 0 : Collections.max(inARow.values());
            return most < ENOUGH ? "" : String.format(FORMAT, most);
        }
    }
}
