package dev.breakwater.connectors.receive;

import dev.breakwater.connectors.http.HostNames;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * How the endpoint is reached.
 *
 * @param listen      address and port; port 0 takes a free one
 * @param tls         the certificate and its key, or null for http, which is for loopback only
 * @param hosts       the names under which its metrics are read; deliveries and probes may use any
 * @param keys        the keys that Firehose must send, and the accounts that each covers
 * @param limits      how much is taken on
 * @param openMetrics whether {@code /metrics} answers others than this machine
 * @param forged      gets each delivery whose key does not cover its account
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
     * @throws IllegalArgumentException for http on an address that others could reach, or an address that does not
     *     resolve
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
