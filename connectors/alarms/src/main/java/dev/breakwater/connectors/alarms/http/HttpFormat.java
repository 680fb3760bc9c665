package dev.breakwater.connectors.alarms.http;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;

/**
 * The format of one kind of receiver, and the meaning of its answers. It is part of the job graph, so it contains no
 * secret.
 */
public interface HttpFormat extends Serializable {

    /**
     * The format of a kind of receiver.
     *
     * @param kind    the receiver's key in the configuration, such as {@code slack}
     * @param url     empty if the secret is the URL
     * @param buttons whether a server receives the clicks on buttons
     * @throws IllegalArgumentException if the kind is unknown, or the URL is neither https nor on a loopback host
     */
    static HttpFormat of(String kind, String url, boolean buttons) {
        return switch (kind) {
            case "slack" -> new Slack(buttons);
            case "teams" -> new Teams();
            case "webhook" -> new Webhook(URI.create(url));
            case "alertmanager" -> new Alertmanager(URI.create(url));
            default -> throw new IllegalArgumentException("no kind of receiver: " + kind);
        };
    }

    /**
     * The request to post.
     *
     * @param bounded an event whose texts have limited lengths
     * @param secret  the receiver's secret, or an empty text if it has none
     * @param now     wall time in epoch milliseconds
     * @throws IllegalArgumentException if the secret cannot be used; the message does not show it
     */
    Post of(AlarmEvent bounded, String secret, long now);

    /** Whether the receiver also accepts notices of throttles and releases, which open no alert. */
    boolean takesActs();

    /** Whether this answer means that the event was accepted. */
    boolean accepts(int status, String body);

    /** Whether this answer says that the event will never be accepted as it is. */
    boolean refuses(int status);

    /** The bounds of its outbox, derived from the common ones. */
    OutboxLimits limits(OutboxLimits of);

    /** A request. */
    record Post(URI to, Map<String, String> headers, byte[] body) {}
}
