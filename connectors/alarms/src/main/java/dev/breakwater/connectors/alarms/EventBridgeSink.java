package dev.breakwater.connectors.alarms;

import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.EndpointRule;
import java.util.Map;

/** The sink that puts alarms and notices on an EventBridge bus. */
public final class EventBridgeSink {

    private EventBridgeSink() {}

    /**
     * @param bus      name or ARN
     * @param settings the bus's region; {@link AwsSettings#endpoint} is checked here, else an IllegalArgumentException
     * @param limits   bounds of the outbox
     * @param log      where alarms that nobody hears are written down
     */
    public static OutboxSink create(String bus, AwsSettings settings, OutboxLimits limits, UnheardLog log) {
        if (bus.isBlank()) {
            throw new IllegalArgumentException("an EventBridge bus has a name");
        }
        EndpointRule.choose(settings.endpoint(), Map.of());
        return new OutboxSink(EventBridgeChannel.to(bus, settings), limits, log, WallClock.system());
    }
}
