package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.connectors.alarms.outbox.AlarmFacts;
import dev.breakwater.connectors.alarms.outbox.AlarmText;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.OutboxSink;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * An EventBridge bus as a channel for alarms and notices. A call can succeed although its entry failed. A failed entry
 * is sent again only if AWS's error allows it.
 *
 * <p>The channel needs the permission events:PutEvents on the bus.
 */
public final class EventBridgeChannel extends AwsChannel implements AlarmChannel {

    private static final Set<String> WORTH_REPEATING =
            Set.of("InternalFailure", "InternalException", "ThrottlingException");

    private final EventBridgeClient events;
    private final String bus;

    /** @param clients are closed together with the channel */
    public EventBridgeChannel(AwsClients clients, String bus) {
        super(clients);
        this.events = clients.build(EventBridgeClient.builder());
        this.bus = bus;
    }

    /**
     * @param bus      name or ARN
     * @param settings the bus's region; a forbidden endpoint causes an IllegalArgumentException
     * @param limits   bounds of the outbox
     * @param log      records the alarms that reach no receiver
     */
    public static OutboxSink sink(String bus, AwsSettings settings, OutboxLimits limits, UndeliveredAlarm.Log log) {
        if (bus.isBlank()) {
            throw new IllegalArgumentException("an EventBridge bus needs a name");
        }
        AwsSettings.chooseEndpoint(settings.endpoint(), Map.of());
        return new OutboxSink(to(bus, settings), limits, log, WallClock.system());
    }

    /** Returns the channel as part of a job graph. Clients and credentials are created when the channel opens. */
    static AlarmChannel.Source to(String bus, AwsSettings settings) {
        return () -> new EventBridgeChannel(new AwsClients(settings, System.getenv()), bus);
    }

    @Override
    public Delivery deliver(AlarmEvent event) {
        AlarmEvent bounded = AlarmText.bounded(event);
        PutEventsRequestEntry entry = entry(bounded, bus);
        Answer<PutEventsResponse> answer = Answer.ask(() -> events.putEvents(r -> r.entries(entry)));
        return answer.ok() ? judge(bounded, answer.value()) : failed(answer.failure());
    }

    static Delivery judge(AlarmEvent event, PutEventsResponse response) {
        PutEventsResultEntry result = response.entries().isEmpty()
                ? PutEventsResultEntry.builder().build()
                : response.entries().get(0);
        String code = result.errorCode();
        if (code == null && result.eventId() != null) {
            return new Delivery.Accepted(event.dedupKey());
        }
        if (code == null) {
            // a truncated body, or a proxy's answer, can look like a success without a result
            return new Delivery.RetryLater("EventBridge gave no result for the event", Duration.ZERO, true);
        }
        String shown = AlarmText.clean(code, AlarmText.FIELD);
        if (WORTH_REPEATING.contains(code)) {
            return new Delivery.RetryLater(shown, Duration.ZERO, false);
        }
        String message = AlarmText.clean(result.errorMessage(), AlarmText.FIELD);
        return new Delivery.Rejected(400, List.of(shown + ": " + message));
    }

    /**
     * Returns an event in EventBridge's format. The schema is in {@code docs/alarms.md}. The limits of
     * {@link AlarmText} keep an entry below the 256 KB that EventBridge accepts.
     *
     * @param bounded an event with bounded texts
     */
    static PutEventsRequestEntry entry(AlarmEvent bounded, String bus) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source("dev.breakwater")
                .detailType(detailType(bounded))
                .time(Instant.ofEpochMilli(bounded.timestampMillis()))
                .detail(AlarmFacts.json(bounded))
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
}
