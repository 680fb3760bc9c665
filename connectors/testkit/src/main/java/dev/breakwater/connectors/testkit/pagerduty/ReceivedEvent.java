package dev.breakwater.connectors.testkit.pagerduty;

import com.fasterxml.jackson.databind.JsonNode;

/** An event that the double took; {@code dedupKey} is made up when a trigger had none, as the real one does. */
public record ReceivedEvent(String routingKey, String action, String dedupKey, JsonNode body) {

    /** A text of the payload, or an empty string. */
    public String payload(String field) {
        return body.path("payload").path(field).asText();
    }
}
