package dev.breakwater.connectors.alarms.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.model.Severity;
import dev.breakwater.model.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The facts of an event, under the names by which receivers filter and group events.
 *
 * @param eventId  32 hex digits of a hash of key, action, time and summary; a repeated event has the same id
 * @param incident the detail {@code incident}; if there is none, the key
 * @param state ALARM or OK, the names that CloudWatch uses
 * @param action   trigger, update, resolve or notice
 * @param severity critical, error, warning or info
 * @param account  the part of the source before the slash, or the source
 * @param region   the part of the source after the slash, or empty
 */
public record AlarmFacts(
        String eventId, String incident, String state, String action, String severity, String account, String region) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHEMA = 1;
    private static final int ID_BYTES = 16;

    public static AlarmFacts of(AlarmEvent bounded) {
        String source = bounded.source();
        int slash = source.indexOf('/');
        return new AlarmFacts(
                hash(identity(bounded)),
                bounded.details().getOrDefault("incident", bounded.dedupKey()),
                bounded.opens() ? "ALARM" : "OK",
                bounded.action().name().toLowerCase(Locale.ROOT),
                severity(bounded),
                slash < 0 ? source : source.substring(0, slash),
                slash < 0 ? "" : source.substring(slash + 1));
    }

    /**
     * Returns an event as JSON for EventBridge and webhooks. The schema is in {@code docs/alarms.md}.
     *
     * @param bounded an event whose texts have limited lengths
     */
    public static String json(AlarmEvent bounded) {
        AlarmFacts facts = of(bounded);
        ObjectNode detail = JSON.createObjectNode();
        detail.put("schema", SCHEMA);
        detail.put("eventId", facts.eventId);
        detail.put("action", facts.action);
        detail.put("incident", facts.incident);
        detail.put("dedupKey", bounded.dedupKey());
        detail.put("severity", facts.severity);
        detail.put("kind", bounded.clazz());
        detail.put("summary", bounded.summary());
        detail.put("account", facts.account);
        detail.put("region", facts.region);
        detail.put("scope", bounded.scope());
        detail.put("component", bounded.component());
        detail.put("at", Instant.ofEpochMilli(bounded.timestampMillis()).toString());
        detail.set("details", JSON.valueToTree(bounded.details()));
        detail.set("links", JSON.valueToTree(bounded.links()));
        return detail.toString();
    }

    /** An alarm without a severity counts as severe. */
    private static String severity(AlarmEvent event) {
        Severity severity = event.severity() == null ? Severity.CRITICAL : event.severity();
        return severity.wire();
    }

    /** Returns whether the component is a group of functions and not a single function. */
    public static boolean isOfGroup(AlarmEvent event) {
        return event.scope().equals("group");
    }

    private static String identity(AlarmEvent event) {
        return String.join(
                "\n", event.dedupKey(), event.action().name(), Long.toString(event.timestampMillis()), event.summary());
    }

    /** Returns a key of 32 hex digits, for services that do not allow all characters in a key. */
    public static String hash(String text) {
        return HexFormat.of().formatHex(Sha256.of(text), 0, ID_BYTES);
    }
}
