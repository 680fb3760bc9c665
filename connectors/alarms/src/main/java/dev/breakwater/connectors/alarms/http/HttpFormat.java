package dev.breakwater.connectors.alarms.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.breakwater.config.model.ChannelSettings;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Describes a kind of receiver that accepts HTTP requests. It has a section of the configuration, a format for
 * messages, and a meaning for each answer. A format is part of the job graph, so it contains no secret. To add a kind,
 * add its record to {@code META-INF/services}.
 */
public interface HttpFormat extends ChannelSettings.Http {

    /**
     * Returns the request to post.
     *
     * @param bounded an event whose texts have limited lengths
     * @param with    the receiver's secret, and facts about this moment
     * @throws IllegalArgumentException if the URL or the secret cannot be used; the message shows no secret
     */
    Post of(AlarmEvent bounded, Sending with);

    /** Returns whether the receiver also accepts notices of throttles and releases, which open no alert. */
    default boolean takesActs() {
        return false;
    }

    /** Returns whether this answer means that the event was accepted. */
    boolean accepts(int status, String body);

    /** Returns the statuses which mean that the receiver will never accept the event in this form. */
    Set<Integer> refusals();

    /** Returns the bounds of this receiver's outbox, derived from the common bounds. */
    default OutboxLimits limits(OutboxLimits of) {
        return of;
    }

    /**
     * The data of a request that is neither in the configuration nor in the event.
     *
     * @param secret  the receiver's secret, or an empty text if it has none
     * @param buttons whether a server receives clicks on the message's buttons
     * @param now     wall time in epoch milliseconds
     */
    record Sending(String secret, boolean buttons, long now) {}

    /**
     * A request to post. Its address uses https, or http on a loopback host. Any other address causes an
     * IllegalArgumentException.
     */
    record Post(URI to, Map<String, String> headers, byte[] body) {

        public Post {
            HttpPost.checked(to);
        }

        static Post of(URI to, Map<String, String> headers, JsonNode body) {
            return new Post(to, headers, body.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Thrown if a secret cannot be used. The message gives the reason without the secret, and people see it. */
    final class Unusable extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }
}
