package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.Refused;
import dev.breakwater.model.kind.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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
    public Answer<MetricsApi.DataPage> getMetricData(MetricsApi.DataCall call, String token) {
        return ask(() -> {
            List<CloudWatchDouble.Query> asked = new ArrayList<>();
            for (int i = 0; i < call.queries().size(); i++) {
                MetricQuery query = call.queries().get(i);
                asked.add(new CloudWatchDouble.Query(
                        Integer.toString(i),
                        query.function(),
                        ResourceKind.lambda().metric(query.metric())));
            }
            CloudWatchDouble.Page<CloudWatchDouble.Result> page =
                    cloudWatch.data(place, call.from(), call.to(), asked, token);
            return new MetricsApi.DataPage(
                    page.items().stream().map(DoubleApi::result).toList(), page.nextToken());
        });
    }

    @Override
    public void close() {
        // holds nothing
    }

    private static MetricsApi.DataPage.Result result(CloudWatchDouble.Result told) {
        MetricsApi.DataPage.Status status = switch (told.status()) {
            case "Complete" -> MetricsApi.DataPage.Status.COMPLETE;
            case "PartialData" -> MetricsApi.DataPage.Status.PARTIAL;
            case "Forbidden" -> MetricsApi.DataPage.Status.FORBIDDEN;
            default -> MetricsApi.DataPage.Status.FAILED;
        };
        return new MetricsApi.DataPage.Result(Integer.parseInt(told.id()), status, told.minutes(), told.values());
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
