package dev.breakwater.connectors.cloudwatch.poll;

import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchServer;
import dev.breakwater.connectors.testkit.cloudwatch.Refused;
import dev.breakwater.connectors.testkit.cloudwatch.StoredPoints;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;

/** Tests the SDK's client against the double over HTTP. */
class AwsMetricsApiTest extends MetricsApiContract {
    private static final MetricsApi.DataCall ONE = new MetricsApi.DataCall(
            PollWorld.START - 30, PollWorld.START - 29, List.of(new MetricQuery("f", MetricRole.CALLS)));

    private final StoredPoints points = new StoredPoints(() -> PollWorld.START_MILLIS);
    private final CloudWatchDouble cloudWatch = new CloudWatchDouble(points, () -> PollWorld.START_MILLIS);
    private final CloudWatchServer server = CloudWatchServer.start(cloudWatch);
    private final MetricsApi api = open(server, new PollTarget(HOME.account(), HOME.region(), ""));

    static MetricsApi open(CloudWatchServer server, PollTarget target) {
        AwsSettings settings = AwsSettings.of(target.region(), server.endpoint().toString(), "");
        AwsBasicCredentials credentials = AwsBasicCredentials.create(target.account(), "secret");
        return new AwsMetricsApi(
                new AwsClients(settings, Map.of(), StaticCredentialsProvider.create(credentials)),
                ResourceKind.lambda());
    }

    @AfterEach
    void close() {
        api.close();
        server.close();
    }

    @Override
    MetricsApi api() {
        return api;
    }

    @Override
    long recentMinute() {
        return PollWorld.START - 30;
    }

    @Override
    void put(String function, MetricRole metric, long minute, double value) {
        points.put(HOME, function, ResourceKind.lambda().metric(metric), minute, value);
    }

    @Test
    void asksForTheWholeRegionWithoutADimension() {
        put("f", MetricRole.CALLS, PollWorld.START - 30, 3);
        put("g", MetricRole.CALLS, PollWorld.START - 30, 4);
        MetricsApi.DataCall call =
                new MetricsApi.DataCall(ONE.from(), ONE.to(), List.of(new MetricQuery("", MetricRole.CALLS)));
        assertThat(get(call).metricDataResults().get(0).values()).containsExactly(7.);
    }

    @Test
    void followsPagesAndTellsAQueryThatGoesOn() {
        for (int i = 0; i < 9; i++) {
            put("f" + i, MetricRole.CALLS, PollWorld.START - 30, i);
        }
        cloudWatch.page(4);
        List<MetricQuery> queries = java.util.stream.IntStream.range(0, 9)
                .mapToObj(i -> new MetricQuery("f" + i, MetricRole.CALLS))
                .toList();
        Fetch.Request request = new Fetch.Request(
                new PollTarget(HOME.account(), HOME.region(), ""),
                1,
                false,
                new MetricsApi.DataCall(ONE.from(), ONE.to(), queries));
        Fetch.Result result = Fetch.run(request, api);
        assertThat(result.calls()).isEqualTo(3);
        assertThat(result.metrics()).isEqualTo(27);
        assertThat(result.unanswered()).isEmpty();
        assertThat(result.series())
                .extracting(MetricQuery.Series::total)
                .containsExactly(0., 1., 2., 3., 4., 5., 6., 7., 8.);
    }

    @Test
    void tellsThrottledDeniedBrokenAndInvalidApart() {
        cloudWatch.refuse(HOME, Refused.throttled(), Refused.denied(), Refused.failed());
        assertThat(outcome("")).isEqualTo(Outcome.THROTTLED);
        assertThat(outcome("")).isEqualTo(Outcome.DENIED);
        assertThat(outcome("")).isEqualTo(Outcome.TRANSIENT);
        assertThat(outcome("lost")).isEqualTo(Outcome.INVALID);
    }

    private Outcome outcome(String token) {
        Answer<GetMetricDataResponse> answer = api.getMetricData(ONE, token);
        return answer.failure().outcome();
    }
}
