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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/**
 * An SNS topic as a channel. The message is a CloudWatch alarm ({@link CloudWatchAlarm}). Attributes let receivers
 * filter messages and drop repeats. A message has at most ten attributes, because raw delivery to SQS allows no
 * more.
 *
 * <p>The channel needs the permission sns:Publish on the topic, and kms:GenerateDataKey and kms:Decrypt if the topic is
 * encrypted with your own key.
 */
public final class SnsChannel extends AwsChannel implements AlarmChannel {

    private static final String FIFO = ".fifo";

    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):\\d{12}:[\\w-]{1,256}(\\.fifo)?");

    private final SnsClient sns;
    private final String topicArn;

    /** @param clients are closed together with the channel */
    public SnsChannel(AwsClients clients, String topicArn) {
        super(clients);
        this.sns = clients.build(SnsClient.builder());
        this.topicArn = topicArn;
    }

    /**
     * @param topicArn a standard or FIFO topic; its region is used; any other text causes an IllegalArgumentException
     * @param endpoint replaces the service's endpoint; if empty, {@code AWS_ENDPOINT_URL} counts
     * @param roleArn  role to assume, or empty for the ambient credentials
     * @param limits   bounds of the outbox
     * @param log      records the alarms that reach no receiver
     */
    public static OutboxSink sink(
            String topicArn, String endpoint, String roleArn, OutboxLimits limits, UndeliveredAlarm.Log log) {
        Matcher topic = TOPIC.matcher(topicArn);
        if (!topic.matches()) {
            throw new IllegalArgumentException("an SNS topic must be named by its ARN, not as " + topicArn);
        }
        AwsSettings.chooseEndpoint(endpoint, Map.of());
        AwsSettings settings = AwsSettings.of(topic.group(1), endpoint, roleArn);
        return new OutboxSink(to(topicArn, settings), limits, log, WallClock.system());
    }

    /** Returns the channel as part of a job graph. Clients and credentials are created when the channel opens. */
    static AlarmChannel.Source to(String topicArn, AwsSettings settings) {
        return () -> new SnsChannel(new AwsClients(settings, System.getenv()), topicArn);
    }

    @Override
    public Delivery deliver(AlarmEvent event) {
        if (event.tellsOnly()) {
            return new Delivery.Rejected(0, List.of("this channel sends no notices"));
        }
        AlarmEvent bounded = AlarmText.bounded(event);
        PublishRequest request = request(bounded, topicArn);
        Answer<PublishResponse> answer = Answer.ask(() -> sns.publish(request));
        return answer.ok() ? new Delivery.Accepted(bounded.dedupKey()) : failed(answer.failure());
    }

    static PublishRequest request(AlarmEvent bounded, String topicArn) {
        CloudWatchAlarm alarm = new CloudWatchAlarm(bounded);
        PublishRequest.Builder request = PublishRequest.builder()
                .topicArn(topicArn)
                .subject(alarm.subject())
                .message(alarm.json())
                .messageAttributes(attributes(bounded, alarm.facts()));
        if (topicArn.endsWith(FIFO)) {
            // SNS then delivers an incident's messages in order and drops repeats within five minutes
            request.messageGroupId(AlarmFacts.hash(bounded.dedupKey()));
            request.messageDeduplicationId(alarm.facts().eventId());
        }
        return request.build();
    }

    private static Map<String, MessageAttributeValue> attributes(AlarmEvent alarm, AlarmFacts facts) {
        Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
        put(attributes, "incident", facts.incident());
        put(attributes, "dedup_key", alarm.dedupKey());
        put(attributes, "event_id", facts.eventId());
        put(attributes, "severity", facts.severity());
        put(attributes, "state", facts.state());
        put(attributes, "action", facts.action());
        put(attributes, "account", facts.account());
        put(attributes, "region", facts.region());
        put(attributes, AlarmFacts.isOfGroup(alarm) ? "group" : "function", alarm.component());
        put(attributes, "kind", alarm.clazz());
        return attributes;
    }

    private static void put(Map<String, MessageAttributeValue> attributes, String name, String value) {
        if (!value.isBlank()) {
            attributes.put(
                    name,
                    MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue(value)
                            .build());
        }
    }
}
