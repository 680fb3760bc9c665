package dev.breakwater.connectors.alarms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.aws.MetricsSender.MetricsChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.Alarms;
import dev.breakwater.connectors.aws.AwsCall;
import dev.breakwater.connectors.testkit.drill.PermissionTable;
import dev.breakwater.connectors.testkit.drill.PermissionTable.PermissionRow;
import dev.breakwater.connectors.testkit.emulator.MotoServer;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.connectors.testkit.fault.FaultProxy;
import dev.breakwater.model.AccountFigures;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Sends an alarm through each AWS channel without its permission. After a change, rewrite the lines of
 * {@code docs/permissions.md} with {@code -Dbreakwater.write=true}.
 */
class AlarmPermissionDrillIT {

    private static final long NOW = 1_764_000_000_000L;

    private static MotoServer server;
    private static FaultProxy proxy;
    private static String topic;

    @BeforeAll
    static void start() {
        server = MotoServer.start();
        proxy = FaultProxy.before(server.endpoint());
        try (var clients = AwsChannels.clients(server.endpoint(), 20_000)) {
            topic = clients.build(SnsClient.builder())
                    .createTopic(r -> r.name("breakwater"))
                    .topicArn();
        }
    }

    @AfterAll
    static void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void withAllPermissionsEachChannelDelivers() throws Exception {
        proxy.clear();
        assertThat(List.of(seen(AwsCall.PUBLISH), seen(AwsCall.PUT_EVENTS), seen(AwsCall.PUT_METRIC_DATA)))
                .containsExactly("alarm: delivered", "alarm: delivered", "figures: delivered");
    }

    @Test
    void theDocumentSaysWhatHappensWithoutEachPermission() throws Exception {
        List<PermissionRow> rows = List.of(row(AwsCall.PUBLISH), row(AwsCall.PUT_EVENTS), row(AwsCall.PUT_METRIC_DATA));
        PermissionTable.writeWhereAsked(rows);
        assertThat(PermissionTable.linesOf(rows))
                .containsExactlyElementsOf(
                        rows.stream().map(PermissionRow::text).toList());
    }

    private static PermissionRow row(AwsCall call) throws Exception {
        proxy.clear();
        proxy.always(call.permission().replace("cloudwatch:", "monitoring:"), Fault.DENIED);
        return new PermissionRow(call.permission(), call.role().shown(), call.withoutIt(), seen(call));
    }

    private static String seen(AwsCall call) throws Exception {
        return switch (call) {
            case PUBLISH -> "alarm: " + delivered(AwsChannels.sns(proxy.endpoint(), topic, 20_000));
            case PUT_EVENTS -> "alarm: " + delivered(AwsChannels.events(proxy.endpoint(), "default", 20_000));
            case PUT_METRIC_DATA -> {
                try (MetricsChannel figures =
                        AwsChannels.figures(proxy.endpoint()).open()) {
                    yield "figures: "
                            + words(figures.put(List.of(new AccountFigures(
                                    NOW, "111122223333", "eu-west-1", 1, 2, 3_000_000_000L, 4_000))));
                }
            }
            default -> throw new AssertionError(call);
        };
    }

    private static String delivered(AlarmChannel.Source source) throws Exception {
        try (AlarmChannel channel = source.open()) {
            return words(channel.deliver(Alarms.trigger("incident", NOW)));
        }
    }

    private static String words(Delivery delivery) {
        if (delivery instanceof Delivery.Accepted) return "delivered";
        if (delivery instanceof Delivery.Rejected rejected) return "given up: " + rejected.errors();
        Delivery.RetryLater later = (Delivery.RetryLater) delivery;
        return "not delivered, worth repeating (" + later.reason() + ")";
    }
}
