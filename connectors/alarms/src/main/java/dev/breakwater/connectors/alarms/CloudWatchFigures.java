package dev.breakwater.connectors.alarms;

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

/** CloudWatch's PutMetricData. Needs cloudwatch:PutMetricData, which can be bound to the namespace. */
public final class CloudWatchFigures implements FigureChannel {

    private final CloudWatchClient cloudWatch;
    private final AwsClients owned;

    /** Uses a client that somebody else closes. */
    public CloudWatchFigures(CloudWatchClient cloudWatch) {
        this(cloudWatch, null);
    }

    private CloudWatchFigures(CloudWatchClient cloudWatch, AwsClients owned) {
        this.cloudWatch = cloudWatch;
        this.owned = owned;
    }

    static FigureChannel.Source to(AwsSettings settings) {
        return () -> {
            AwsClients clients = new AwsClients(settings, System.getenv());
            return new CloudWatchFigures(clients.build(CloudWatchClient.builder()), clients);
        };
    }

    @Override
    public Delivery put(List<KeyFigures> batch) {
        PutMetricDataRequest request = request(batch);
        Answer<PutMetricDataResponse> answer = Answer.ask(() -> cloudWatch.putMetricData(request));
        return answer.ok() ? new Delivery.Accepted(KeyFigures.NAMESPACE) : AwsDelivery.of(answer.failure());
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.close();
        }
    }

    static PutMetricDataRequest request(List<KeyFigures> batch) {
        return PutMetricDataRequest.builder()
                .namespace(KeyFigures.NAMESPACE)
                .metricData(batch.stream().flatMap(CloudWatchFigures::data).toList())
                .build();
    }

    private static Stream<MetricDatum> data(KeyFigures f) {
        return Stream.of(
                datum(f, KeyFigures.INCIDENTS, f.incidentsOpen(), StandardUnit.COUNT),
                datum(f, KeyFigures.THROTTLES, f.throttlesHeld(), StandardUnit.COUNT),
                datum(f, KeyFigures.EXCESS, f.excessUsdPerHour(), StandardUnit.NONE),
                datum(f, KeyFigures.LAG, f.lagSeconds(), StandardUnit.SECONDS));
    }

    private static MetricDatum datum(KeyFigures figures, String name, double value, StandardUnit unit) {
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
