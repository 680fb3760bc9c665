package dev.breakwater.connectors.testkit.pagerduty;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The schema of an event. The schema is stricter than the real service if leniency would hide a mistake: unknown fields
 * and what Breakwater never sends (images, client_url, acknowledge) are refused, links must be https, and texts must not contain control characters.
 */
final class EventSchema {

    private static final Set<String> TOP =
            Set.of("routing_key", "event_action", "dedup_key", "client", "payload", "links");
    private static final Set<String> PAYLOAD =
            Set.of("summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details");
    private static final Set<String> ACTIONS = Set.of("trigger", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
    private static final Pattern ROUTING_KEY = Pattern.compile("[A-Za-z0-9]{32}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final JsonNode event;
    private final List<String> errors = new ArrayList<>();

    private EventSchema(JsonNode event) {
        this.event = event;
    }

    /** Returns all faults of an event. Empty if the event is valid. */
    static List<String> errors(JsonNode event) {
        EventSchema schema = new EventSchema(event);
        if (!event.isObject()) {
            return List.of("the body must be a JSON object");
        }
        schema.top();
        return schema.errors;
    }

    /** Returns all faults of a change event. Empty if the event is valid. */
    static List<String> changeErrors(JsonNode change) {
        EventSchema schema = new EventSchema(change);
        if (!change.isObject()) {
            return List.of("the body must be a JSON object");
        }
        schema.change();
        return schema.errors;
    }

    private void change() {
        known(event, "", Set.of("routing_key", "payload", "links"));
        routingKey();
        JsonNode payload = event.path("payload");
        known(payload, "payload.", Set.of("summary", "source", "timestamp", "custom_details"));
        text(payload, "summary", 1024, true);
        text(payload, "source", 255, false);
        timestamp(payload);
        links();
    }

    private void routingKey() {
        if (!ROUTING_KEY.matcher(event.path("routing_key").asText()).matches()) {
            errors.add("'routing_key' must be 32 letters or digits");
        }
    }

    private void links() {
        each("links", link -> {
            known(link, "links.", Set.of("href", "text"));
            text(link, "href", 4096, true);
            if (!link.path("href").asText().startsWith("https://")) errors.add("'href' must be an https address");
            text(link, "text", 255, false);
        });
    }

    private void top() {
        known(event, "", TOP);
        routingKey();
        String action = event.path("event_action").asText();
        oneOf("event_action", event.path("event_action"), ACTIONS);
        boolean trigger = action.equals("trigger");
        text(event, "dedup_key", 255, !trigger);
        text(event, "client", 255, false);
        if (trigger || event.has("payload")) {
            payload(event.path("payload"));
        }
        links();
    }

    private void payload(JsonNode payload) {
        if (!payload.isObject()) {
            errors.add("'payload' is missing or not an object");
            return;
        }
        known(payload, "payload.", PAYLOAD);
        text(payload, "summary", 1024, true);
        text(payload, "source", 255, true);
        oneOf("payload.severity", payload.path("severity"), SEVERITIES);
        timestamp(payload);
        text(payload, "component", 255, false);
        text(payload, "group", 255, false);
        text(payload, "class", 255, false);
        if (payload.has("custom_details") && !payload.get("custom_details").isObject()) {
            errors.add("'custom_details' must be an object");
        }
    }

    private void timestamp(JsonNode payload) {
        if (!payload.has("timestamp")) {
            return;
        }
        try {
            OffsetDateTime.parse(payload.get("timestamp").asText());
        } catch (DateTimeException e) {
            errors.add("'payload.timestamp' must be ISO 8601 with an offset");
        }
    }

    private void known(JsonNode node, String path, Set<String> names) {
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                errors.add("'" + path + name + "' is not a field of an event here");
            }
        });
    }

    private void oneOf(String name, JsonNode value, Set<String> allowed) {
        if (!value.isTextual() || !allowed.contains(value.asText())) {
            errors.add(
                    "'" + name + "' must be one of " + allowed.stream().sorted().toList());
        }
    }

    private void text(JsonNode node, String name, int most, boolean required) {
        JsonNode value = node.get(name);
        if (value == null) {
            if (required) {
                errors.add("'" + name + "' is missing");
            }
            return;
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            errors.add("'" + name + "' must be a text that is not blank");
        } else if (value.asText().length() > most) {
            errors.add("'" + name + "' is longer than " + most + " characters");
        } else if (CONTROL.matcher(value.asText()).find()) {
            errors.add("'" + name + "' holds control characters");
        }
    }

    private void each(String name, Consumer<JsonNode> check) {
        JsonNode list = event.get(name);
        if (list == null) {
            return;
        }
        if (!list.isArray()) {
            errors.add("'" + name + "' must be an array");
        } else {
            list.forEach(check);
        }
    }
}
