package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;

/**
 * CloudWatch itself.
 *
 * @param endpoint replaces the service's endpoint, or empty (then {@code AWS_ENDPOINT_URL} counts)
 */
public record AwsMetricsDoor(String endpoint) implements MetricsDoor {
    /** A full answer holds 100,800 points and takes a while. */
    private static final int CALL_TIMEOUT_MILLIS = 20_000;

    @Override
    public MetricsApi open(PollTarget target) {
        AwsSettings settings = new AwsSettings(target.region(), endpoint, target.roleArn(), CALL_TIMEOUT_MILLIS);
        return new AwsMetricsApi(new AwsClients(settings, System.getenv()), target);
    }
}
