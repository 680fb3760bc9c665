package dev.breakwater.connectors.alarms.http;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;

/** The format of one kind of receiver, and the meaning of its answers. Part of the job graph: it holds no secret. */
public interface HttpFormat extends Serializable {

    /**
     * The format of a kind of receiver.
     *
     * @param kind    as in the configuration, such as {@code slack}
     * @param url     empty where the secret is the URL
     * @param buttons whether a server receives the clicks on buttons
     * @throws IllegalArgumentException for an unknown kind, or a URL that is neither https nor of a loopback host
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
     * @param bounded an event with bounded texts
     * @param secret  the receiver's secret, or an empty text if it has none
     * @param now     wall time in epoch milliseconds
     * @throws IllegalArgumentException where the secret cannot be used; the message does not show it
     */
    Post of(AlarmEvent bounded, String secret, long now);

    /** Whether the receiver also accepts acts, which open no alert. */
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
