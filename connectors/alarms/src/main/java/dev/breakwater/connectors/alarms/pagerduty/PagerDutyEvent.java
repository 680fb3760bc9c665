package dev.breakwater.connectors.alarms.pagerduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.model.Severity;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * An event in the format of PagerDuty's Events API v2. The length of the text is limited, so that the body stays below
 * the API's maximum of 512 KB. An update is sent as a trigger with the same key, because the API has no update.
 */
public final class PagerDutyEvent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AlarmEvent alarm;

    private PagerDutyEvent(AlarmEvent alarm) {
        this.alarm = alarm;
    }

    public static PagerDutyEvent of(AlarmEvent alarm) {
        return new PagerDutyEvent(AlarmText.bounded(alarm));
    }

    /** Returns the alert's key, as PagerDuty receives it. */
    public String dedupKey() {
        return alarm.dedupKey();
    }

    /** Returns the request's body in UTF-8. The body contains the key in clear text. Never log the body. */
    byte[] body(RoutingKey key) {
        ObjectNode body = JSON.createObjectNode();
        body.put("routing_key", key.reveal());
        body.put("event_action", alarm.raises() ? "trigger" : "resolve");
        body.put("dedup_key", alarm.dedupKey());
        if (alarm.raises()) {
            body.put("client", "Breakwater");
            body.set("payload", payload());
            putLinks(body, alarm);
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every tree of strings can be written as JSON", e);
        }
    }

    private ObjectNode payload() {
        ObjectNode payload = JSON.createObjectNode();
        payload.put("summary", alarm.summary().isBlank() ? "Breakwater alarm " + alarm.dedupKey() : alarm.summary());
        payload.put("source", alarm.source().isBlank() ? "breakwater" : alarm.source());
        payload.put("severity", severity());
        payload.put("timestamp", Instant.ofEpochMilli(alarm.timestampMillis()).toString());
        putIfGiven(payload, "component", alarm.component());
        putIfGiven(payload, "group", alarm.scope());
        putIfGiven(payload, "class", alarm.clazz());
        if (!alarm.details().isEmpty()) {
            ObjectNode details = payload.putObject("custom_details");
            for (Map.Entry<String, String> detail : alarm.details().entrySet()) {
                details.put(detail.getKey(), detail.getValue());
            }
        }
        return payload;
    }

    /** Treats an alarm without a severity as severe. */
    private String severity() {
        Severity severity = alarm.severity() == null ? Severity.CRITICAL : alarm.severity();
        return severity.wire();
    }

    /** The https links, if the event has any. */
    static void putLinks(ObjectNode body, AlarmEvent alarm) {
        for (AlarmEvent.Link link : alarm.links()) {
            if (isHttps(link.href())) {
                ObjectNode node = body.withArrayProperty("links").addObject().put("href", link.href());
                putIfGiven(node, "text", link.text());
            }
        }
    }

    private static boolean isHttps(String href) {
        try {
            URI uri = URI.create(href);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void putIfGiven(ObjectNode node, String name, String text) {
        if (!text.isBlank()) {
            node.put(name, text);
        }
    }

    @Override
    public String toString() {
        return "PagerDutyEvent[" + alarm.action() + " " + alarm.dedupKey() + "]";
    }

    /**
     * A change event of PagerDuty's Events API v2. Breakwater's change events report a limit and page nobody. An event
     * that is sent again after a lost answer therefore appears twice.
     */
    public static final class PagerDutyChange {

        private static final ObjectMapper JSON = new ObjectMapper();

        private final AlarmEvent notice;

        private PagerDutyChange(AlarmEvent notice) {
            this.notice = notice;
        }

        public static PagerDutyChange of(AlarmEvent notice) {
            return new PagerDutyChange(AlarmText.bounded(notice));
        }

        String key() {
            return notice.dedupKey();
        }

        /** Returns the request's body in UTF-8. The body contains the key in clear text. Never log the body. */
        public byte[] body(RoutingKey key) {
            ObjectNode body = JSON.createObjectNode();
            body.put("routing_key", key.reveal());
            ObjectNode payload = body.putObject("payload");
            payload.put("summary", notice.summary().isBlank() ? "Breakwater " + notice.dedupKey() : notice.summary());
            payload.put("source", notice.source().isBlank() ? "breakwater" : notice.source());
            payload.put(
                    "timestamp", Instant.ofEpochMilli(notice.timestampMillis()).toString());
            ObjectNode details = payload.putObject("custom_details");
            details.put("id", AlarmFacts.of(notice).eventId());
            notice.details().forEach(details::put);
            PagerDutyEvent.putLinks(body, notice);
            try {
                return JSON.writeValueAsBytes(body);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("every tree of strings can be written as JSON", e);
            }
        }

        @Override
        public String toString() {
            return "PagerDutyChange[" + notice.dedupKey() + "]";
        }
    }
}
