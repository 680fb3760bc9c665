package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.aws.CloudWatchMetricsSink.CloudWatchMetricsChannel;
import dev.breakwater.connectors.alarms.aws.MetricsSender.MetricsChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import java.net.URI;
import java.util.Map;

/** Channels to the emulator, with credentials that it accepts. */
final class AwsChannels {

    static final String REGION = "eu-west-1";

    private AwsChannels() {}

    static AwsClients clients(URI endpoint, int timeoutMillis) {
        AwsSettings settings = new AwsSettings(REGION, endpoint.toString(), "", timeoutMillis);
        return new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
    }

    static AlarmChannel.Source sns(URI endpoint, String topic, int timeoutMillis) {
        return () -> new SnsChannel(clients(endpoint, timeoutMillis), topic);
    }

    static AlarmChannel.Source events(URI endpoint, String bus, int timeoutMillis) {
        return () -> new EventBridgeChannel(clients(endpoint, timeoutMillis), bus);
    }

    static MetricsChannel.Source figures(URI endpoint) {
        return () -> new CloudWatchMetricsChannel(clients(endpoint, 20_000));
    }
}
