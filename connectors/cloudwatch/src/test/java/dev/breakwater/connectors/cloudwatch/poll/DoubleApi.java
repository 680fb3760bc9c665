package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.Refused;
import dev.breakwater.model.kind.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** Calls the double directly, without HTTP. */
final class DoubleApi implements MetricsApi {
    private final CloudWatchDouble cloudWatch;
    private final Points.Place place;

    DoubleApi(CloudWatchDouble cloudWatch, Points.Place place) {
        this.cloudWatch = cloudWatch;
        this.place = place;
    }

    @Override
    public Answer<MetricsApi.FunctionPage> listMetrics(boolean recent, String token) {
        return ask(() -> {
            CloudWatchDouble.Page<String> page = cloudWatch.list(place, recent, token);
            return new MetricsApi.FunctionPage(page.items(), page.nextToken());
        });
    }

    @Override
    public Answer<GetMetricDataResponse> getMetricData(MetricsApi.DataCall call, String token) {
        return ask(() -> {
            List<CloudWatchDouble.Query> asked = new ArrayList<>();
            for (int i = 0; i < call.queries().size(); i++) {
                MetricQuery query = call.queries().get(i);
                asked.add(new CloudWatchDouble.Query(
                        "q" + i, query.function(), ResourceKind.lambda().metric(query.metric())));
            }
            CloudWatchDouble.Page<CloudWatchDouble.Result> page =
                    cloudWatch.data(place, call.from(), call.to(), asked, token);
            return GetMetricDataResponse.builder()
                    .metricDataResults(
                            page.items().stream().map(DoubleApi::result).toList())
                    .nextToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void close() {
        // holds nothing
    }

    private static MetricDataResult result(CloudWatchDouble.Result told) {
        return MetricDataResult.builder()
                .id(told.id())
                .statusCode(told.status())
                .timestamps(LongStream.of(told.minutes())
                        .mapToObj(m -> Instant.ofEpochSecond(m * 60))
                        .toList())
                .values(DoubleStream.of(told.values()).boxed().toList())
                .build();
    }

    private static <T> Answer<T> ask(Supplier<T> call) {
        try {
            return Answer.of(call.get());
        } catch (Refused e) {
            Outcome outcome = switch (e.status()) {
                case 403 -> Outcome.DENIED;
                case 400 -> e.code().equals("Throttling") ? Outcome.THROTTLED : Outcome.INVALID;
                default -> Outcome.TRANSIENT;
            };
            return Answer.failed(AwsFailure.of(outcome, e.code(), e.getMessage()));
        }
    }
}
