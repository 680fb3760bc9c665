package dev.breakwater.connectors.alarms;

import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.EndpointRule;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sink that publishes alarms to an SNS topic. */
public final class SnsSink {

    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):\\d{12}:[\\w-]{1,256}(\\.fifo)?");

    private SnsSink() {}

    /**
     * @param topicArn of a standard or FIFO topic; its region is the one that is called. Else an IllegalArgumentException
     * @param endpoint replaces the service's endpoint, or empty (then {@code AWS_ENDPOINT_URL} counts)
     * @param roleArn  role to assume, or empty for the ambient credentials
     * @param limits   bounds of the outbox
     * @param log      where alarms that nobody hears are written down
     */
    public static OutboxSink create(
            String topicArn, String endpoint, String roleArn, OutboxLimits limits, UnheardLog log) {
        Matcher topic = TOPIC.matcher(topicArn);
        if (!topic.matches()) {
            throw new IllegalArgumentException("an SNS topic is named by its ARN; this is " + topicArn);
        }
        EndpointRule.choose(endpoint, Map.of());
        AwsSettings settings = AwsSettings.of(topic.group(1), endpoint, roleArn);
        return new OutboxSink(SnsChannel.to(topicArn, settings), limits, log, WallClock.system());
    }
}
