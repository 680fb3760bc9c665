package dev.breakwater.connectors.alarms;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * PagerDuty as a channel. The key is resolved at the first delivery, and again after a refusal, so that a rotated key is
 * picked up; a secret store that is down delays alarms and never stops the job.
 */
public final class PagerDutyChannel implements AlarmChannel {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final BiFunction<AlarmEvent, RoutingKey, Delivery> attempt;
    private final RoutingKeySource keySource;
    private RoutingKey key;

    private PagerDutyChannel(BiFunction<AlarmEvent, RoutingKey, Delivery> attempt, RoutingKeySource keySource) {
        this.attempt = attempt;
        this.keySource = keySource;
    }

    /** The channel as part of a job graph; refuses a bad endpoint at once. */
    public static AlarmChannel.Source to(URI endpoint, RoutingKeySource keySource) {
        return to(endpoint, keySource, TIMEOUT);
    }

    /** The same with another timeout for one attempt. */
    public static AlarmChannel.Source to(URI endpoint, RoutingKeySource keySource, Duration timeout) {
        URI checked = Endpoint.checked(endpoint);
        return () -> {
            PagerDutyClient client = client(checked, timeout);
            return new PagerDutyChannel((event, key) -> alert(client, event, key), keySource);
        };
    }

    /** Change events instead of alerts: they page nobody and stand beside the incidents for 90 days. */
    public static AlarmChannel.Source changes(URI endpoint, RoutingKeySource keySource, Duration timeout) {
        URI checked = Endpoint.checked(endpoint);
        return () -> {
            PagerDutyClient client = client(checked, timeout);
            return new PagerDutyChannel((event, key) -> client.send(PagerDutyChange.of(event), key), keySource);
        };
    }

    private static PagerDutyClient client(URI endpoint, Duration timeout) {
        return new PagerDutyClient(endpoint, timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT, timeout);
    }

    private static Delivery alert(PagerDutyClient client, AlarmEvent event, RoutingKey key) {
        return event.tellsOnly()
                ? new Delivery.Rejected(0, List.of("a notice is no alarm"))
                : client.send(PagerDutyEvent.of(event), key);
    }

    @Override
    public Delivery deliver(AlarmEvent event) {
        if (key == null) {
            Delivery.RetryLater missing = resolveKey();
            if (missing != null) {
                return missing;
            }
        }
        Delivery delivery = attempt.apply(event, key);
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
