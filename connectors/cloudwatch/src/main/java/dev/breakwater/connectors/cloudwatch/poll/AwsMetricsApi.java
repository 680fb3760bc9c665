package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.RecentlyActive;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** Calls CloudWatch with the SDK, and owns its clients. */
public final class AwsMetricsApi implements MetricsApi {
    private static final int PERIOD_SECONDS = 60;

    /** The timeout is long, because a full answer has 100,800 points. */
    private static final int CALL_TIMEOUT_MILLIS = 20_000;

    private final AwsClients clients;
    private final CloudWatchClient client;
    private final ResourceKind kind;

    /**
     * Opens CloudWatch itself.
     *
     * @param endpoint replaces the service's endpoint; if empty, {@code AWS_ENDPOINT_URL} counts
     */
    public static MetricsApi.Factory at(String endpoint) {
        return target -> {
            AwsSettings settings = new AwsSettings(target.region(), endpoint, target.roleArn(), CALL_TIMEOUT_MILLIS);
            return new AwsMetricsApi(new AwsClients(settings, System.getenv()), target.kind());
        };
    }

    AwsMetricsApi(AwsClients clients, ResourceKind kind) {
        this.clients = clients;
        this.client = clients.build(CloudWatchClient.builder());
        this.kind = kind;
    }

    @Override
    public Answer<MetricsApi.FunctionPage> listMetrics(boolean recent, String token) {
        ListMetricsRequest request = ListMetricsRequest.builder()
                .namespace(kind.namespace())
                .metricName(kind.metric(MetricRole.CALLS))
                .dimensions(DimensionFilter.builder().name(kind.dimension()).build())
                .recentlyActive(recent ? RecentlyActive.PT3_H : null)
                .nextToken(token.isEmpty() ? null : token)
                .build();
        return Answer.ask(() -> client.listMetrics(request)).map(this::functions);
    }

    @Override
    public Answer<GetMetricDataResponse> getMetricData(MetricsApi.DataCall call, String token) {
        List<MetricDataQuery> queries = new ArrayList<>(call.queries().size());
        for (int i = 0; i < call.queries().size(); i++) {
            queries.add(query("q" + i, call.queries().get(i)));
        }
        GetMetricDataRequest request = GetMetricDataRequest.builder()
                .startTime(Instant.ofEpochSecond(call.from() * 60))
                .endTime(Instant.ofEpochSecond(call.to() * 60))
                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                .metricDataQueries(queries)
                .nextToken(token.isEmpty() ? null : token)
                .build();
        return Answer.ask(() -> client.getMetricData(request));
    }

    @Override
    public void close() {
        clients.close();
    }

    private MetricDataQuery query(String id, MetricQuery query) {
        Metric.Builder metric = Metric.builder().namespace(kind.namespace()).metricName(kind.metric(query.metric()));
        if (!query.function().isEmpty()) {
            metric.dimensions(Dimension.builder()
                    .name(kind.dimension())
                    .value(kind.atAws(query.function()))
                    .build());
        }
        return MetricDataQuery.builder()
                .id(id)
                .returnData(true)
                .metricStat(s -> s.metric(metric.build()).period(PERIOD_SECONDS).stat(query.statistic()))
                .build();
    }

    private MetricsApi.FunctionPage functions(ListMetricsResponse response) {
        List<String> functions = new ArrayList<>();
        for (Metric metric : response.metrics()) {
            // the list also has versions and aliases, next to their function
            if (metric.dimensions().size() == 1
                    && kind.dimension().equals(metric.dimensions().get(0).name())) {
                functions.add(metric.dimensions().get(0).value());
            }
        }
        return new MetricsApi.FunctionPage(functions, token(response.nextToken()));
    }

    private static String token(String token) {
        return token == null ? "" : token;
    }
}
