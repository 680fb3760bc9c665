package dev.breakwater.connectors.alarms.http;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;

/** The format of one kind of receiver, and the meaning of its answers. Part of the job graph: it holds no secret. */
public interface HttpFormat extends Serializable {

    /**
     * The request to post.
     *
     * @param bounded an event with bounded texts
     * @param secret  the receiver's secret, or an empty text if it has none
     * @param now     wall time in epoch milliseconds
     * @throws IllegalArgumentException where the secret cannot be used; the message does not show it
     */
    Post of(AlarmEvent bounded, String secret, long now);

    /** Whether it takes acts too, which open nothing. */
    boolean takesActs();

    /** Whether this answer says that it was taken. */
    boolean accepts(int status, String body);

    /** Whether this answer says that the event will never be accepted as it is. */
    boolean refuses(int status);

    /** The bounds of its outbox, from those that all have. */
    OutboxLimits limits(OutboxLimits of);

    /** A request. */
    record Post(URI to, Map<String, String> headers, byte[] body) {}
}
