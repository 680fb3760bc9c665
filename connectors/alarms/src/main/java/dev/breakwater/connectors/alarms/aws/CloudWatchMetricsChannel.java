package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * Sends key figures with CloudWatch's PutMetricData. The channel needs the permission cloudwatch:PutMetricData, which a
 * policy can restrict to the namespace.
 */
public final class CloudWatchMetricsChannel extends AwsChannel implements MetricsChannel {

    private final CloudWatchClient cloudWatch;

    /** Uses a client that the caller closes. */
    public CloudWatchMetricsChannel(CloudWatchClient cloudWatch) {
        this(cloudWatch, null);
    }

    private CloudWatchMetricsChannel(CloudWatchClient cloudWatch, AwsClients owned) {
        super(owned);
        this.cloudWatch = cloudWatch;
    }

    static MetricsChannel.Source to(AwsSettings settings) {
        return () -> {
            AwsClients clients = new AwsClients(settings, System.getenv());
            return new CloudWatchMetricsChannel(clients.build(CloudWatchClient.builder()), clients);
        };
    }

    @Override
    public Delivery put(List<MetricSnapshot> batch) {
        PutMetricDataRequest request = request(batch);
        Answer<PutMetricDataResponse> answer = Answer.ask(() -> cloudWatch.putMetricData(request));
        return answer.ok() ? new Delivery.Accepted(MetricSnapshot.NAMESPACE) : failed(answer.failure());
    }

    static PutMetricDataRequest request(List<MetricSnapshot> batch) {
        return PutMetricDataRequest.builder()
                .namespace(MetricSnapshot.NAMESPACE)
                .metricData(
                        batch.stream().flatMap(CloudWatchMetricsChannel::data).toList())
                .build();
    }

    private static Stream<MetricDatum> data(MetricSnapshot f) {
        return Stream.of(
                datum(f, MetricSnapshot.INCIDENTS, f.incidentsOpen(), StandardUnit.COUNT),
                datum(f, MetricSnapshot.THROTTLES, f.throttlesHeld(), StandardUnit.COUNT),
                datum(f, MetricSnapshot.EXCESS, f.excessUsdPerHour(), StandardUnit.NONE),
                datum(f, MetricSnapshot.LAG, f.lagSeconds(), StandardUnit.SECONDS));
    }

    private static MetricDatum datum(MetricSnapshot figures, String name, double value, StandardUnit unit) {
        return MetricDatum.builder()
                .metricName(name)
                .timestamp(Instant.ofEpochMilli(figures.atMillis()))
                .value(value)
                .unit(unit)
                .dimensions(dimension("Account", figures.account()), dimension("Region", figures.region()))
                .build();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }
}
