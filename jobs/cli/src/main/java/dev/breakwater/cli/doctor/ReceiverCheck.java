package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.model.AlarmAction;
import dev.breakwater.model.Severity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Checks whether a receiver can be reached. The check makes a TLS handshake and sends no event. On request, it sends a
 * test page and resolves that page at once.
 */
record ReceiverCheck(Findings findings, SSLSocketFactory tls) {

    private static final String AREA = "notify";
    private static final String COST = "no page is sent";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /** @param what the configuration's key that names the receiver's address */
    void reach(String what, URI endpoint) {
        try {
            boolean secure = "https".equalsIgnoreCase(endpoint.getScheme());
            connect(endpoint, secure);
            String how = secure ? ": TLS handshake done, certificate good" : ": connected, without TLS";
            findings.add(Finding.there(AREA, Where.HERE, what, endpoint.getHost() + how));
        } catch (SSLException e) {
            String why = endpoint.getHost() + ": TLS refused: " + oneLine(e);
            findings.add(Finding.missing(AREA, Where.HERE, what, why, COST));
        } catch (IOException e) {
            String why = endpoint.getHost() + " cannot be reached: " + oneLine(e);
            findings.add(Finding.missing(AREA, Where.HERE, what, why, COST));
        }
    }

    /**
     * Opens and resolves one test incident.
     *
     * @param whom the text after "test page", or empty
     * @param key  the configuration's key that names the receiver's secret
     */
    void page(String whom, String key, AlarmChannel.Source receiver, Instant now) {
        String dedupKey = "breakwater-doctor-" + now.toEpochMilli();
        try (AlarmChannel channel = receiver.open()) {
            findings.add(judge("test page" + whom, key, channel.deliver(event(AlarmAction.TRIGGER, dedupKey, now))));
            // the page is resolved even if its answer was lost, because the page may have been sent
            findings.add(judge(
                    "test page" + whom + " resolved", key, channel.deliver(event(AlarmAction.RESOLVE, dedupKey, now))));
        }
    }

    private static AlarmEvent event(AlarmAction action, String dedupKey, Instant now) {
        return new AlarmEvent(
                action,
                dedupKey,
                "Breakwater test page from doctor --page. Nothing is wrong, and the page resolves itself",
                Severity.CRITICAL,
                now.toEpochMilli(),
                new AlarmEvent.Subject("breakwater doctor", "doctor", "", "test"),
                Map.of());
    }

    private static Finding judge(String what, String key, Delivery delivery) {
        if (delivery instanceof Delivery.Accepted accepted) {
            return Finding.there(AREA, Where.HERE, what, "accepted as " + accepted.dedupKey());
        }
        if (delivery instanceof Delivery.Rejected rejected) {
            String why = "refused: HTTP " + rejected.status() + " " + String.join("; ", rejected.errors());
            return Finding.missing(AREA, Where.HERE, what, why.strip(), COST);
        }
        String reason = ((Delivery.RetryLater) delivery).reason();
        return reason.startsWith(HttpChannel.KEY_REFUSED)
                ? Finding.missing(AREA, Where.HERE, what, key + ": " + reason, COST)
                : Finding.unknown(AREA, Where.HERE, what, reason, COST);
    }

    private void connect(URI endpoint, boolean secure) throws IOException {
        int millis = (int) TIMEOUT.toMillis();
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? HTTPS : HTTP;
        // in a URL, an IPv6 address is in brackets
        String host = endpoint.getHost().replaceAll("^\\[|]$", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            if (!secure) return;
            try (SSLSocket over = (SSLSocket) tls.createSocket(socket, host, port, true)) {
                SSLParameters parameters = over.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                over.setSSLParameters(parameters);
                over.startHandshake();
            }
        }
    }

    private static String oneLine(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage().replaceAll("\\p{Cntrl}+", " ");
        return message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
