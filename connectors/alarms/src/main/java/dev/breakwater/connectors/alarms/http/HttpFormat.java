package dev.breakwater.connectors.alarms.http;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;

/**
 * The format of messages for one kind of receiver, and the meaning of the receiver's answers. A format is part of the
 * job graph, so it contains no secret.
 */
public interface HttpFormat extends Serializable {

    /**
     * Returns the format for a kind of receiver.
     *
     * @param kind    the receiver's key in the configuration, such as {@code slack}
     * @param url     empty if the secret is the URL
     * @param buttons whether a server receives clicks on the message's buttons
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
     * Returns the request to post.
     *
     * @param bounded an event whose texts have limited lengths
     * @param secret  the receiver's secret, or an empty text if it has none
     * @param now     wall time in epoch milliseconds
     * @throws IllegalArgumentException if the secret cannot be used; the message does not show it
     */
    Post of(AlarmEvent bounded, String secret, long now);

    /** Returns whether the receiver also accepts notices of throttles and releases, which open no alert. */
    boolean takesActs();

    /** Returns whether this answer means that the event was accepted. */
    boolean accepts(int status, String body);

    /** Returns whether this answer means that the receiver will never accept the event in this form. */
    boolean refuses(int status);

    /** Returns the bounds of this receiver's outbox, derived from the common bounds. */
    OutboxLimits limits(OutboxLimits of);

    /** A request to post. */
    record Post(URI to, Map<String, String> headers, byte[] body) {}
}
