package dev.breakwater.guard.live;

import dev.breakwater.config.model.NotifySettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.config.secret.SecretResolver;
import dev.breakwater.connectors.alarms.aws.CloudWatchMetricsSink;
import dev.breakwater.connectors.alarms.aws.EventBridgeChannel;
import dev.breakwater.connectors.alarms.aws.MetricSnapshot;
import dev.breakwater.connectors.alarms.aws.SnsChannel;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.UndeliveredAlarm;
import dev.breakwater.connectors.alarms.pagerduty.PagerDutyChannel;
import dev.breakwater.connectors.alarms.pagerduty.RoutingKey;
import dev.breakwater.connectors.aws.AwsSecrets;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.guard.Channel;
import dev.breakwater.guard.Stage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who a live run tells: what the configuration's {@code notify} names. Each channel has an outbox of its own. */
final class Channels {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    private static final OutboxLimits LIMITS = OutboxLimits.defaults();

    private Channels() {}

    /** @param place whose region secrets and buses named without one are in */
    static List<Channel> of(Settings settings, Place place) {
        NotifySettings notify = settings.alarms();
        List<Channel> channels = new ArrayList<>();
        pagerduty(notify.pagerduty(), place, channels);
        String endpoint = place.endpoint();
        if (notify.sns().enabled()) {
            var sns = SnsChannel.sink(notify.sns().topicArn(), endpoint, "", LIMITS, UndeliveredAlarm.Log.ofProgram());
            channels.add(Channel.ofAlarms(Stage.NOTIFY_SNS, sns));
        }
        if (notify.eventbridge().enabled()) {
            AwsSettings aws = AwsSettings.of(region(notify.eventbridge().bus(), place), endpoint, "");
            var bus =
                    EventBridgeChannel.sink(notify.eventbridge().bus(), aws, LIMITS, UndeliveredAlarm.Log.ofProgram());
            channels.add(Channel.ofAll(Stage.NOTIFY_EVENTBRIDGE, bus));
        }
        if (channels.isEmpty()) LOG.warn("notify names nobody: alarms are in the ledger only");
        return channels;
    }

    /** Key figures as metrics, where the configuration asks for them. */
    static Optional<Sink<MetricSnapshot>> figures(Settings settings, Place place) {
        if (!settings.alarms().cloudwatch().enabled()) return Optional.empty();
        String region = settings.alarms().cloudwatch().region();
        return Optional.of(CloudWatchMetricsSink.create(AwsSettings.of(region, place.endpoint(), "")));
    }

    private static void pagerduty(NotifySettings.PagerDuty pagerduty, Place place, List<Channel> channels) {
        if (!pagerduty.routingKey().present()) return;
        AwsSettings aws = AwsSettings.of(place.region(), place.endpoint(), "");
        SecretRef reference = pagerduty.routingKey();
        RoutingKey.Source key = () -> resolve(reference, aws);
        URI endpoint = URI.create(pagerduty.endpoint());
        channels.add(Channel.ofAlarms(
                Stage.NOTIFY, PagerDutyChannel.sink(endpoint, key, LIMITS, UndeliveredAlarm.Log.ofProgram())));
        channels.add(Channel.ofActs(
                Stage.NOTIFY_CHANGES,
                PagerDutyChannel.changesSink(endpoint, key, LIMITS, UndeliveredAlarm.Log.ofProgram())));
    }

    /** Runs where the key is used, so that it never is part of the job graph. */
    private static String resolve(SecretRef key, AwsSettings aws) {
        return SecretResolver.ofProcess(new AwsSecrets(aws, System.getenv())::read)
                .resolve(key)
                .reveal();
    }

    private static String region(String bus, Place place) {
        return bus.startsWith("arn:") ? bus.split(":", 5)[3] : place.region();
    }
}
