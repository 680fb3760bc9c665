package dev.breakwater.connectors.cloudwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.kind.ResourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Tests the SDK's client against the emulator. */
class MetricsApiEmulatorIT extends MetricsApiContract {
    private static MotoServer emulator;
    private static AwsClients clients;
    private static CloudWatchClient writer;
    private static MetricsApi api;
    // the emulator uses only its own time
    private final long recent = Instant.now().getEpochSecond() / 60 - 30;

    @BeforeAll
    static void start() {
        emulator = MotoServer.start();
        AwsSettings settings = new AwsSettings("eu-west-1", emulator.endpoint().toString(), "", 30_000);
        clients = new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
        writer = clients.build(CloudWatchClient.builder());
        api = new AwsMetricsApi(
                new AwsClients(settings, Map.of(), EmulatedFunctions.credentials()), ResourceKind.lambda());
    }

    @AfterEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    static void stop() {
        api.close();
        clients.close();
        emulator.close();
    }

    @Override
    MetricsApi api() {
        return api;
    }

    @Override
    long recentMinute() {
        return recent;
    }

    @Override
    void put(String function, MetricRole metric, long minute, double value) {
        MetricDatum datum = MetricDatum.builder()
                .metricName(ResourceKind.lambda().metric(metric))
                .dimensions(
                        Dimension.builder().name("FunctionName").value(function).build())
                .timestamp(Instant.ofEpochSecond(minute * 60))
                .value(value)
                .build();
        writer.putMetricData(r -> r.namespace("AWS/Lambda").metricData(datum));
    }

    /** Tests a difference from AWS: the emulator makes no region's total, which has no dimension, by itself. */
    @Test
    void sumsTheFunctionsWhenAskedForTheRegion() {
        put("f", MetricRole.CALLS, recent, 3);
        put("g", MetricRole.CALLS, recent, 4);
        GetMetricDataResponse page =
                get(new MetricsApi.DataCall(recent, recent + 1, List.of(new MetricQuery("", MetricRole.CALLS))));
        assertThat(page.metricDataResults().get(0).values()).containsExactly(7.);
    }

    /** Tests that metrics that were put come out in the order of their minutes, with the region's total. */
    @Test
    void feedsWhatWasPut() {
        for (int i = 0; i < 5; i++) {
            put("f", MetricRole.CALLS, recent + i, 3 + i);
            put("f", MetricRole.MILLISECONDS, recent + i, 300);
            put("f", MetricRole.CONCURRENCY, recent + i, 2);
        }
        PollTarget target = new PollTarget(MotoServer.ACCOUNT, "eu-west-1", "");
        PollingFeed feed = new PollingFeed(
                new PollSettings(List.of(target), 1, 60, PollSettings.Timing.DEFAULT, PollSettings.Budget.of(1000)),
                List.of());
        Recorded said = new Recorded();
        long now = (recent + 40) * 60_000;
        for (List<Fetch.Request> requests = feed.plan(now); !requests.isEmpty(); requests = feed.plan(now)) {
            for (Fetch.Request request : requests) {
                feed.offer(Fetch.run(request, api), now);
            }
        }
        while (feed.step(said)) {
            // read to the end
        }
        assertThat(said.samplesOf("f"))
                .hasSize(15)
                .extracting(r -> r.datapoint().minute())
                .isSorted();
        assertThat(said.samplesOf(""))
                .filteredOn(r -> r.datapoint().metric() == MetricRole.CALLS)
                .extracting(r -> r.datapoint().sum())
                .containsExactly(3., 4., 5., 6., 7.);
        said.standing();
    }
}
