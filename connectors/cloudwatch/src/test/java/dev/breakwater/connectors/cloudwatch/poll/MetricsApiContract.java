package dev.breakwater.connectors.cloudwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.model.MetricRole;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * Tests the behaviour that polling relies on, on the double and the emulator. Subclasses begin each case with an empty
 * CloudWatch.
 */
abstract class MetricsApiContract {

    abstract MetricsApi api();

    /** Returns a recent minute, in epoch minutes. */
    abstract long recentMinute();

    abstract void put(String function, MetricRole metric, long minute, double value);

    @Test
    void givesTheValuesOfAMinuteFromTheStartUpToBeforeTheEnd() {
        long m = recentMinute();
        for (int i = -1; i <= 3; i++) {
            put("f", MetricRole.CALLS, m + i, 10 + i);
        }
        GetMetricDataResponse page =
                get(new MetricsApi.DataCall(m, m + 3, List.of(new MetricQuery("f", MetricRole.CALLS))));
        MetricDataResult result = page.metricDataResults().get(0);
        assertThat(result.statusCode()).isEqualTo(StatusCode.COMPLETE);
        assertThat(result.timestamps()).containsExactly(at(m), at(m + 1), at(m + 2));
        assertThat(result.values()).containsExactly(10., 11., 12.);
        assertThat(page.nextToken()).isNullOrEmpty();
    }

    @Test
    void answersManyQueriesOfManyFunctionsEachByItsIndex() {
        long m = recentMinute();
        put("f", MetricRole.CALLS, m, 3);
        put("f", MetricRole.MILLISECONDS, m, 250.5);
        put("f", MetricRole.CONCURRENCY, m, 7);
        put("g", MetricRole.REFUSALS, m, 4);
        GetMetricDataResponse page = get(new MetricsApi.DataCall(
                m,
                m + 1,
                List.of(
                        new MetricQuery("g", MetricRole.REFUSALS),
                        new MetricQuery("f", MetricRole.CONCURRENCY),
                        new MetricQuery("f", MetricRole.MILLISECONDS))));
        double[] values = new double[3];
        page.metricDataResults()
                .forEach(r -> values[Integer.parseInt(r.id().substring(1))] =
                        r.values().get(0));
        assertThat(values).containsExactly(4, 7, 250.5);
    }

    @Test
    void answersAnIdleFunctionWithNothingAndCallsThatComplete() {
        long m = recentMinute();
        put("f", MetricRole.CALLS, m, 3);
        GetMetricDataResponse page =
                get(new MetricsApi.DataCall(m, m + 5, List.of(new MetricQuery("idle", MetricRole.CALLS))));
        assertThat(page.metricDataResults()).hasSize(1);
        assertThat(page.metricDataResults().get(0).statusCode()).isEqualTo(StatusCode.COMPLETE);
        assertThat(page.metricDataResults().get(0).timestamps()).isEmpty();
    }

    @Test
    void takesFiveHundredQueriesInACall() {
        long m = recentMinute();
        put("f-499", MetricRole.CALLS, m, 3);
        List<MetricQuery> queries = IntStream.range(0, 500)
                .mapToObj(i -> new MetricQuery("f-" + i, MetricRole.CALLS))
                .toList();
        GetMetricDataResponse page = get(new MetricsApi.DataCall(m, m + 1, queries));
        assertThat(page.metricDataResults()).hasSize(500);
        assertThat(page.metricDataResults())
                .filteredOn(r -> r.id().equals("q499"))
                .allSatisfy(r -> assertThat(r.values()).containsExactly(3.));
    }

    @Test
    void listsTheFunctionsThatHaveCalls() {
        long m = recentMinute();
        put("f", MetricRole.CALLS, m, 3);
        put("g_2-x", MetricRole.CALLS, m, 3);
        for (boolean recent : new boolean[] {true, false}) {
            Answer<MetricsApi.FunctionPage> answer = api().listMetrics(recent, "");
            assertThat(answer.failure()).isNull();
            assertThat(answer.value().functions()).containsExactlyInAnyOrder("f", "g_2-x");
            assertThat(answer.value().nextToken()).isEmpty();
        }
    }

    private static Instant at(long minute) {
        return Instant.ofEpochSecond(minute * 60);
    }

    GetMetricDataResponse get(MetricsApi.DataCall call) {
        Answer<GetMetricDataResponse> answer = api().getMetricData(call, "");
        assertThat(answer.failure()).isNull();
        return answer.value();
    }
}
