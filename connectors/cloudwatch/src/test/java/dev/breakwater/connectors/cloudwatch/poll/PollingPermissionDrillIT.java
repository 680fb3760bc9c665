package dev.breakwater.connectors.cloudwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.aws.AwsCall.AwsUse;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.testkit.drill.PermissionTable;
import dev.breakwater.connectors.testkit.drill.PermissionTable.PermissionRow;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.model.kind.ResourceKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Polls five minutes of one function without one permission. After a change, rewrite the lines of
 * {@code docs/permissions.md} with {@code -Dbreakwater.write=true}.
 */
class PollingPermissionDrillIT {

    private static final int MINUTES = 5;
    private static final long FROM = Instant.now().getEpochSecond() / 60 - 30;

    private static MotoServer server;
    private static FaultProxy proxy;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
        proxy = FaultProxy.before(server.endpoint());
        try (AwsClients clients = clients()) {
            CloudWatchClient writer = clients.build(CloudWatchClient.builder());
            for (int i = 0; i < MINUTES; i++) {
                Instant at = Instant.ofEpochSecond((FROM + i) * 60);
                for (String metric : List.of("Invocations", "Duration", "ConcurrentExecutions")) {
                    MetricDatum datum = MetricDatum.builder()
                            .metricName(metric)
                            .dimensions(Dimension.builder()
                                    .name("FunctionName")
                                    .value("checkout")
                                    .build())
                            .timestamp(at)
                            .value(3.0)
                            .build();
                    writer.putMetricData(r -> r.namespace("AWS/Lambda").metricData(datum));
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void withAllPermissionsEveryMinuteIsThere() {
        assertThat(poll(null)).isEqualTo("polling: 15 of 15 samples of the function, some of the region");
    }

    @Test
    void theDocumentSaysWhatHappensWithoutEachPermission() {
        List<PermissionRow> rows = Arrays.stream(AwsCall.values())
                .filter(call -> call.use() == AwsUse.POLLING)
                .map(call -> new PermissionRow(call.subject(), call.role().shown(), call.withoutIt(), poll(call)))
                .toList();
        PermissionTable.writeWhereAsked(rows);
        assertThat(PermissionTable.linesOf(rows))
                .containsExactlyElementsOf(
                        rows.stream().map(PermissionRow::text).toList());
    }

    private static String poll(AwsCall denied) {
        proxy.clear();
        if (denied != null) {
            proxy.always(denied.permission().replace("cloudwatch:", "monitoring:"), Fault.DENIED);
        }
        PollTarget target = new PollTarget(MotoServer.ACCOUNT, "eu-west-1", "");
        PollingFeed feed = new PollingFeed(
                new PollSettings(List.of(target), 1, 60, PollSettings.Timing.DEFAULT, PollSettings.Budget.of(1000)),
                List.of());
        Recorded said = new Recorded();
        long now = (FROM + 40) * 60_000;
        try (MetricsApi api = new AwsMetricsApi(clients(), ResourceKind.lambda())) {
            for (List<Fetch.Request> requests = feed.plan(now); !requests.isEmpty(); requests = feed.plan(now)) {
                for (Fetch.Request request : requests) feed.offer(Fetch.run(request, api), now);
            }
        }
        while (feed.step(said)) {
            // read to the end
        }
        return "polling: " + said.samplesOf("checkout").size() + " of 15 samples of the function, "
                + (said.samplesOf("").isEmpty() ? "none" : "some") + " of the region";
    }

    private static AwsClients clients() {
        AwsSettings settings = new AwsSettings("eu-west-1", proxy.endpoint().toString(), "", 30_000);
        return new AwsClients(settings, Map.of(), EmulatedFunctions.credentials());
    }
}
