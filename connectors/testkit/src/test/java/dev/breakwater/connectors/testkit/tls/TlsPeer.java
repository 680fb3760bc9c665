package dev.breakwater.connectors.testkit.tls;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An https server on a free loopback port that gives every request the same answer and counts the requests that arrive.
 */
public final class TlsPeer implements AutoCloseable {

    private final HttpsServer server;
    private final AtomicInteger requests = new AtomicInteger();

    private TlsPeer(HttpsServer server) {
        this.server = server;
    }

    /** Answers with a status and a JSON body. */
    public static TlsPeer answering(Certificates certificates, Certificates.Kind kind, int status, String body) {
        return start(certificates, kind, status, body, "");
    }

    /** Answers with a redirect to another address. */
    public static TlsPeer redirecting(Certificates certificates, URI elsewhere) {
        return start(certificates, Certificates.Kind.GOOD, 307, "{}", elsewhere.toString());
    }

    private static TlsPeer start(
            Certificates certificates, Certificates.Kind kind, int status, String body, String location) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(certificates.server(kind)));
            TlsPeer peer = new TlsPeer(server);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                peer.requests.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                if (!location.isEmpty()) {
                    exchange.getResponseHeaders().set("Location", location);
                }
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the server's https address, which uses 127.0.0.1. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the number of requests whose text arrived, whatever the answer was. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
