package dev.breakwater.connectors.alarms.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.net.URI;
import java.util.Map;

/**
 * An incoming webhook of a chat service. The webhook's address is the secret. Each event is a new message, because an
 * incoming webhook cannot edit messages.
 */
abstract class ChatWebhook implements HttpFormat {

    private static final long serialVersionUID = 1L;

    static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the message about an event whose texts have limited lengths. */
    abstract ObjectNode message(AlarmEvent alarm);

    @Override
    public final Post of(AlarmEvent bounded, String address, long now) {
        try {
            return new Post(HttpPost.checked(URI.create(address)), Map.of(), JSON.writeValueAsBytes(message(bounded)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every tree of strings can be written as JSON", e);
        }
    }

    @Override
    public final boolean takesActs() {
        return false;
    }

    @Override
    public final OutboxLimits limits(OutboxLimits of) {
        // people read this channel, and Slack accepts only one message a second
        return of.withPerMinute(30);
    }
}
