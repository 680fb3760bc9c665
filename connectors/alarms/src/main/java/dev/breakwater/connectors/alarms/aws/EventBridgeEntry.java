package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** An event as EventBridge takes it; the schema is in {@code docs/alarms.md}. */
final class EventBridgeEntry {

    static final String SOURCE = "dev.breakwater";

    /** A whole entry must stay below 256 KB. */
    static final int MOST_BYTES = 256 * 1024;

    private static final int TIME_BYTES = 14;

    private EventBridgeEntry() {}

    /**
     * @param bounded an event with bounded texts
     * @param bus     name or ARN
     */
    static PutEventsRequestEntry of(AlarmEvent bounded, String bus) {
        PutEventsRequestEntry entry = entry(bounded, bus);
        if (size(entry) < MOST_BYTES) {
            return entry;
        }
        // cannot happen within the bounds of today; should they grow, an alarm without details beats none
        return entry(bare(bounded), bus);
    }

    /** The size of an entry by the service's own counting. */
    static int size(PutEventsRequestEntry entry) {
        return TIME_BYTES + bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
    }

    private static PutEventsRequestEntry entry(AlarmEvent event, String bus) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(detailType(event))
                .time(Instant.ofEpochMilli(event.timestampMillis()))
                .detail(AlarmJson.of(event))
                .build();
    }

    private static String detailType(AlarmEvent event) {
        return switch (event.action()) {
            case TRIGGER -> "Breakwater Alarm Raised";
            case UPDATE, STANDS -> "Breakwater Alarm Updated";
            case RESOLVE -> "Breakwater Alarm Resolved";
            case NOTICE -> "Breakwater Act";
        };
    }

    private static AlarmEvent bare(AlarmEvent event) {
        return new AlarmEvent(
                event.action(),
                event.dedupKey(),
                event.summary(),
                event.source(),
                event.severity(),
                event.timestampMillis(),
                event.component(),
                event.scope(),
                event.clazz(),
                Map.of("truncated", "true"),
                List.of());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
