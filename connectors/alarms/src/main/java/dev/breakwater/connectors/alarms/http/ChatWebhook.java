package dev.breakwater.connectors.alarms.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.net.URI;
import java.util.Map;

/**
 * An incoming webhook of a chat service. The webhook's address is the secret. Each event is a new message, because an
 * incoming webhook cannot edit messages.
 */
interface ChatWebhook extends HttpFormat {

    ObjectMapper JSON = new ObjectMapper();

    /** Returns the reference to the webhook's address. */
    SecretRef webhook();

    /** Returns the message about an event whose texts have limited lengths. */
    ObjectNode message(AlarmEvent alarm, boolean buttons);

    @Override
    default String secretKey() {
        return "webhook";
    }

    @Override
    default SecretRef secret() {
        return webhook();
    }

    @Override
    default Post of(AlarmEvent bounded, Sending with) {
        return Post.of(URI.create(with.secret()), Map.of(), message(bounded, with.buttons()));
    }

    @Override
    default OutboxLimits limits(OutboxLimits of) {
        // people read this channel, and Slack accepts only one message a second
        return of.withPerMinute(30);
    }
}
