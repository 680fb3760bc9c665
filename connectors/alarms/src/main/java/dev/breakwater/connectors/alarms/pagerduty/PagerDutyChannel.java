package dev.breakwater.connectors.alarms.pagerduty;

import dev.breakwater.connectors.alarms.http.HttpPost;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.alarms.pagerduty.PagerDutyEvent.PagerDutyChange;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * PagerDuty as a channel. The channel reads the routing key before the first delivery, and again after a refusal, so
 * that it finds a rotated key. If the secret store is down, alarms are delayed but the job does not stop.
 */
public final class PagerDutyChannel implements AlarmChannel {

    /** The endpoint for accounts in the United States. Accounts in Europe use {@code events.eu.pagerduty.com}. */
    public static final URI ENDPOINT = URI.create("https://events.pagerduty.com/v2/enqueue");

    /**
     * PagerDuty accepts about 120 events a minute per key. Alerts may use 100 of these events, and alerts from outside
     * the job's stages may use 5.
     */
    private static final int CHANGES_PER_MINUTE = 10;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final BiFunction<AlarmEvent, RoutingKey, Delivery> attempt;
    private final RoutingKey.Source keySource;
    private RoutingKey key;

    private PagerDutyChannel(BiFunction<AlarmEvent, RoutingKey, Delivery> attempt, RoutingKey.Source keySource) {
        this.attempt = attempt;
        this.keySource = keySource;
    }

    /**
     * Creates the sink for alerts. Open alerts are sent again at intervals, so that an alert that was resolved by
     * mistake comes back. PagerDuty notifies only about new keys, so an alert that must notify people again gets a new
     * key.
     *
     * @param endpoint an https address, or an http address of a loopback host; any other address causes an
     *     IllegalArgumentException
     * @param key a reference to the key, which is resolved where the sink runs
     * @param log      records the alarms that reach no receiver
     */
    public static OutboxSink sink(URI endpoint, RoutingKey.Source key, OutboxLimits limits, UndeliveredAlarm.Log log) {
        return new OutboxSink(to(endpoint, key), limits.restating().ringing(), log, WallClock.system());
    }

    /**
     * Creates the sink for change events, which page nobody. Each notice becomes one change event. The sink for changes
     * is separate, so that no change delays a page.
     *
     * @param endpoint the endpoint of alerts, for instance {@link #ENDPOINT}; the endpoint of change events is derived
     *     from it
     */
    public static OutboxSink changesSink(
            URI endpoint, RoutingKey.Source key, OutboxLimits limits, UndeliveredAlarm.Log log) {
        AlarmChannel.Source channel = changes(changeEndpoint(endpoint), key, TIMEOUT);
        OutboxLimits slow = limits.withPerMinute(Math.min(limits.perMinute(), CHANGES_PER_MINUTE));
        return new OutboxSink(channel, slow, log, WallClock.system());
    }

    /** Returns {@code .../v2/change/enqueue} for {@code .../v2/enqueue}. */
    static URI changeEndpoint(URI alerts) {
        return alerts.resolve("change/enqueue");
    }

    /** Returns the channel as part of a job graph. A bad endpoint is refused at once. */
    public static AlarmChannel.Source to(URI endpoint, RoutingKey.Source keySource) {
        return to(endpoint, keySource, TIMEOUT);
    }

    /** Returns the same channel with another timeout for one attempt. */
    public static AlarmChannel.Source to(URI endpoint, RoutingKey.Source keySource, Duration timeout) {
        URI checked = HttpPost.checked(endpoint);
        return () -> {
            PagerDutyClient client = client(checked, timeout);
            return new PagerDutyChannel((event, key) -> alert(client, event, key), keySource);
        };
    }

    /**
     * Sends change events instead of alerts. Change events page nobody, and PagerDuty shows them with the incidents for
     * 90 days.
     */
    public static AlarmChannel.Source changes(URI endpoint, RoutingKey.Source keySource, Duration timeout) {
        URI checked = HttpPost.checked(endpoint);
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
                ? new Delivery.Rejected(0, List.of("this channel sends no notices"))
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

    /**
     * Reads the key. Returns null if the routing key is available. The text of the exception is not repeated, because
     * it may contain the secret.
     */
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
                : new Delivery.RetryLater("the routing key does not have 32 letters or digits", Duration.ZERO, false);
    }
}
