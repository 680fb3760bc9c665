package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.http.HostNames;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

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
     * @throws IllegalArgumentException for http on an address that other machines could reach, or for an address that
     *                                  does not resolve
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
