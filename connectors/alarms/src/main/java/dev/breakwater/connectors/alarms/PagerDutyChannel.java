package dev.breakwater.connectors.alarms;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * PagerDuty as a channel. The key is resolved at the first delivery, and again after a refusal, so that a rotated key is
 * picked up; a secret store that is down delays alarms and never stops the job.
 */
public final class PagerDutyChannel implements AlarmChannel {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final PagerDutyClient client;
    private final RoutingKeySource keySource;
    private RoutingKey key;

    public PagerDutyChannel(PagerDutyClient client, RoutingKeySource keySource) {
        this.client = client;
        this.keySource = keySource;
    }

    /** The channel as part of a job graph; refuses a bad endpoint at once. */
    public static AlarmChannel.Source to(URI endpoint, RoutingKeySource keySource) {
        return to(endpoint, keySource, TIMEOUT);
    }

    /** The same with another timeout for one attempt. */
    public static AlarmChannel.Source to(URI endpoint, RoutingKeySource keySource, Duration timeout) {
        URI checked = Endpoint.checked(endpoint);
        Duration connect = timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT;
        return () -> new PagerDutyChannel(new PagerDutyClient(checked, connect, timeout), keySource);
    }

    @Override
    public Delivery deliver(AlarmEvent event) {
        if (key == null) {
            Delivery.RetryLater missing = resolveKey();
            if (missing != null) {
                return missing;
            }
        }
        Delivery delivery = client.send(PagerDutyEvent.of(event), key);
        if (delivery instanceof Delivery.Rejected) {
            key = null;
        }
        return delivery;
    }

    /** Null when the key is there now. What a source throws is not repeated: its message may hold the secret. */
    private Delivery.RetryLater resolveKey() {
        Optional<RoutingKey> resolved;
        try {
            resolved = RoutingKey.of(keySource.resolve());
        } catch (RuntimeException e) {
            String name = e.getClass().getSimpleName();
            return new Delivery.RetryLater("routing key not readable: " + name, Duration.ZERO, false);
        }
        key = resolved.orElse(null);
        return key != null
                ? null
                : new Delivery.RetryLater("routing key is not 32 letters or digits", Duration.ZERO, false);
    }
}
