package dev.breakwater.connectors.alarms.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * PagerDuty's Events API v2, as alerts or as change events. Change events page nobody, and PagerDuty shows them with the
 * incidents for 90 days. A change event that is sent again after a lost answer appears twice.
 *
 * <p>PagerDuty has its own section of the configuration, because it gets two outboxes, so that no change event delays a
 * page. An alert's update is sent as a trigger with the same key, because the API has no update. The lengths of texts
 * are limited, so that a body stays below the API's maximum of 512 KB.
 *
 * @param url     the endpoint of alerts, from which the endpoint of change events is derived
 * @param secret  the reference to the routing key, which has 32 letters or digits; anyone who has the key can page
 * @param changes whether notices are sent as change events; otherwise, alerts are sent
 */
public record PagerDuty(String url, SecretRef secret, boolean changes) implements HttpFormat {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9]{32}");
    /**
     * PagerDuty accepts about 120 events a minute per key. Alerts may use 100 of these events, and alerts from outside
     * the job's stages may use 5.
     */
    private static final int CHANGES_PER_MINUTE = 10;
    /** Returns whether a text has the form of a routing key. */
    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    @Override
    public String secretKey() {
        return "routingKey";
    }

    @Override
    public Post of(AlarmEvent bounded, Sending with) {
        if (!isKey(with.secret())) throw new Unusable("the routing key does not have 32 letters or digits");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("routing_key", with.secret());
        URI alerts = URI.create(url);
        if (changes) {
            change(body, bounded);
        } else {
            alert(body, bounded);
        }
        return Post.of(changes ? alerts.resolve("change/enqueue") : alerts, Map.of(), body);
    }

    private static void alert(ObjectNode body, AlarmEvent alarm) {
        body.put("event_action", alarm.raises() ? "trigger" : "resolve").put("dedup_key", alarm.dedupKey());
        if (!alarm.raises()) return;
        body.put("client", "Breakwater");
        ObjectNode payload = payload(body, alarm, "Breakwater alarm ");
        payload.put("severity", AlarmFacts.of(alarm).severity());
        putIfGiven(payload, "component", alarm.component());
        putIfGiven(payload, "group", alarm.scope());
        putIfGiven(payload, "class", alarm.clazz());
        if (!alarm.details().isEmpty()) alarm.details().forEach(payload.putObject("custom_details")::put);
        putLinks(body, alarm);
    }

    private static void change(ObjectNode body, AlarmEvent notice) {
        ObjectNode details = payload(body, notice, "Breakwater ").putObject("custom_details");
        details.put("id", AlarmFacts.of(notice).eventId());
        notice.details().forEach(details::put);
        putLinks(body, notice);
    }

    /** @param otherwise the beginning of the summary of an event that has none */
    private static ObjectNode payload(ObjectNode body, AlarmEvent event, String otherwise) {
        return body.putObject("payload")
                .put("summary", event.summary().isBlank() ? otherwise + event.dedupKey() : event.summary())
                .put("source", event.source().isBlank() ? "breakwater" : event.source())
                .put("timestamp", Instant.ofEpochMilli(event.timestampMillis()).toString());
    }

    /** Adds the https links, if the event has any. */
    private static void putLinks(ObjectNode body, AlarmEvent event) {
        for (AlarmEvent.Link link : event.links()) {
            if (!isHttps(link.href())) continue;
            ObjectNode node = body.withArrayProperty("links").addObject().put("href", link.href());
            putIfGiven(node, "text", link.text());
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
        if (!text.isBlank()) node.put(name, text);
    }

    @Override
    public boolean takesActs() {
        return changes;
    }

    @Override
    public boolean accepts(int status, String body) {
        return status == 202;
    }

    /** Every other answer means "later". For 429 and 5xx, the API's documentation asks clients to try again. */
    @Override
    public Set<Integer> refusals() {
        return Set.of(400, 413, 422);
    }

    /**
     * Open alerts are sent again at intervals, so that an alert that was resolved by mistake comes back. PagerDuty
     * notifies only about new keys, so an alert that must notify people again gets a new key.
     */
    @Override
    public OutboxLimits limits(OutboxLimits of) {
        return changes
                ? of.withPerMinute(Math.min(of.perMinute(), CHANGES_PER_MINUTE))
                : of.restating().ringing();
    }
}
