package dev.breakwater.connectors.alarms.pagerduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import java.time.Instant;

/**
 * A change event of PagerDuty's Events API v2. It reports a change and pages nobody. Breakwater's change events report
 * a limit and page nobody. An event that is sent again after a lost answer therefore appears twice.
 */
public final class PagerDutyChange {

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
        payload.put("timestamp", Instant.ofEpochMilli(notice.timestampMillis()).toString());
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
