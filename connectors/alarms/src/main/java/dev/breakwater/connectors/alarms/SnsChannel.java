package dev.breakwater.connectors.alarms;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/**
 * An SNS topic as a channel. The message is a CloudWatch alarm ({@link CloudWatchAlarm}); ten attributes at most stand
 * beside it, as many as a raw delivery to SQS takes, to filter by and to leave repeats out.
 *
 * <p>Needs sns:Publish on the topic (and kms:GenerateDataKey, kms:Decrypt where it is encrypted with a key of one's own).
 */
public final class SnsChannel implements AlarmChannel {

    private static final String FIFO = ".fifo";

    private final SnsClient sns;
    private final String topicArn;
    private final AwsClients owned;

    /** Uses a client that somebody else closes. */
    public SnsChannel(SnsClient sns, String topicArn) {
        this(sns, topicArn, null);
    }

    private SnsChannel(SnsClient sns, String topicArn, AwsClients owned) {
        this.sns = sns;
        this.topicArn = topicArn;
        this.owned = owned;
    }

    /** The channel as part of a job graph; clients and credentials come to be where it opens. */
    static AlarmChannel.Source to(String topicArn, AwsSettings settings) {
        return () -> {
            AwsClients clients = new AwsClients(settings, System.getenv());
            return new SnsChannel(clients.build(SnsClient.builder()), topicArn, clients);
        };
    }

    @Override
    public Delivery deliver(AlarmEvent event) {
        if (event.tellsOnly()) {
            return new Delivery.Rejected(0, List.of("a notice is no alarm"));
        }
        AlarmEvent bounded = AlarmText.bounded(event);
        PublishRequest request = request(bounded);
        Answer<PublishResponse> answer = Answer.ask(() -> sns.publish(request));
        return answer.ok() ? new Delivery.Accepted(bounded.dedupKey()) : AwsDelivery.of(answer.failure());
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.close();
        }
    }

    PublishRequest request(AlarmEvent bounded) {
        CloudWatchAlarm alarm = new CloudWatchAlarm(bounded);
        PublishRequest.Builder request = PublishRequest.builder()
                .topicArn(topicArn)
                .subject(alarm.subject())
                .message(alarm.json())
                .messageAttributes(attributes(bounded, alarm.facts()));
        if (topicArn.endsWith(FIFO)) {
            // SNS itself then keeps the order of an incident and drops a repeat within five minutes
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
