package dev.breakwater.connectors.alarms.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** An event as JSON for EventBridge and webhooks. The schema is in {@code docs/alarms.md}. */
public final class AlarmJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHEMA = 1;

    private AlarmJson() {}

    /** @param event an event whose texts have limited lengths */
    public static String of(AlarmEvent event) {
        AlarmFacts facts = AlarmFacts.of(event);
        ObjectNode detail = JSON.createObjectNode();
        detail.put("schema", SCHEMA);
        detail.put("eventId", facts.eventId());
        detail.put("action", facts.action());
        detail.put("incident", facts.incident());
        detail.put("dedupKey", event.dedupKey());
        detail.put("severity", facts.severity());
        detail.put("kind", event.clazz());
        detail.put("summary", event.summary());
        detail.put("account", facts.account());
        detail.put("region", facts.region());
        detail.put("scope", event.scope());
        detail.put("component", event.component());
        detail.put("at", Instant.ofEpochMilli(event.timestampMillis()).toString());
        ObjectNode details = detail.putObject("details");
        event.details().forEach(details::put);
        detail.putArray("links");
        event.links()
                .forEach(link -> detail.withArrayProperty("links")
                        .addObject()
                        .put("href", link.href())
                        .put("text", link.text()));
        return detail.toString();
    }
}
