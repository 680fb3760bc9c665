package dev.breakwater.connectors.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.breakwater.connectors.receive.AccessKeys.Forgeries.Forged;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a key is valid only for its own accounts. */
class ForeignAccountTest extends BenchTest {
    private static final String ARN = "X-Amz-Firehose-Source-Arn";
    private static final String OWN = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/metrics";
    private static final String FOREIGN = "arn:aws:firehose:eu-west-1:999999999999:deliverystream/metrics";

    @ParameterizedTest
    @ValueSource(
            strings = {FOREIGN, "", "arn:aws:firehose:eu-west-1:11112222333:deliverystream/metrics", "111122223333"})
    void aStreamOfAnotherAccountIs403AndCounted(String arn) {
        byte[] body = FirehoseDelivery.of("r-1", Bench.sample("payments", 0)).body();

        FirehoseClient.Answer answer = bench.client.send("r-1", body, Map.of(ARN, arn));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.errorMessage()).contains("receive.keys");
        assertThat(bench.client.page("/metrics"))
                .contains("breakwater_receive_forged_total{key=\"0\"} 1", "forged_total{key=\"1\"} 0");
        assertThat(bench.forged)
                .singleElement()
                .satisfies(f -> assertThat(f.accounts()).containsExactly("111122223333"));
        assertThat(bench.landed()).isEmpty();
    }

    @Test
    void anotherAccountsKeyLandsNothingForThisOne() {
        byte[] body = FirehoseDelivery.of("r-1", Bench.sample("payments", 0)).body();

        assertThat(bench.client(Bench.OTHER_KEY)
                        .send("r-1", body, Map.of(ARN, OWN))
                        .status())
                .isEqualTo(403);
        assertThat(bench.client(Bench.OTHER_KEY)
                        .send(
                                "r-2",
                                FirehoseDelivery.of("r-2", Bench.sample("payments", 0))
                                        .body(),
                                Map.of(ARN, FOREIGN))
                        .status())
                .as("its own stream, and lines of another")
                .isEqualTo(200);

        assertThat(bench.forged).extracting(Forged::key).containsExactly(1, 1);
        assertThat(bench.landed()).isEmpty();
        assertThat(bench.lines(true)).singleElement().asString().contains("wrong-account");
    }

    @Test
    void linesOfAnotherAccountAreRejectsAndTheOthersLand() {
        String foreign = Bench.sample("payments", 0).replace("111122223333", Bench.OTHER_ACCOUNT);
        String both = Bench.sample("payments", 1)
                .replace("\"account_id\"", "\"account_id\":\"" + Bench.OTHER_ACCOUNT + "\",\"account_id\"");
        String escaped = foreign.replace("account_id", "account\\u005fid");
        String none = Bench.sample("payments", 2).replace("\"account_id\":\"111122223333\",", "");

        bench.deliver("r-1", String.join("\n", foreign, Bench.sample("checkout", 0), both, escaped, none));

        assertThat(bench.client.page("/metrics")).contains("rejects_total{reason=\"wrong-account\"} 3");
        assertThat(bench.forged)
                .singleElement()
                .isEqualTo(new Forged(0, List.of("111122223333"), "lines of another account", 3));
        assertThat(bench.client.page("/health")).as("the format is good").startsWith("200");
        assertThat(bench.landed()).extracting(r -> r.datapoint().function()).containsExactly("checkout");
    }

    @Test
    void logGroupsOfAnotherAccountAreRejects() {
        String log =
                "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"999999999999\",\"logGroup\":\"/aws/lambda/payments\","
                        + "\"logStream\":\"s\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1764000000000,"
                        + "\"message\":\"START RequestId: 1 Version: $LATEST\"}]}";

        bench.deliver("r-1", log);

        assertThat(bench.forged).hasSize(1);
        assertThat(bench.rejects()).singleElement().asString().contains("wrong-account");
        assertThat(bench.lines(false)).isEmpty();
    }

    @Test
    void openTelemetryOfAnotherAccountIsARejectToo() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        SummaryDataPoint.Builder point = SummaryDataPoint.newBuilder()
                .setCount(1)
                .setSum(1)
                .addAttributes(attribute("Namespace", "AWS/Lambda"))
                .addAttributes(attribute("MetricName", "Invocations"));
        ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(attribute("cloud.account.id", Bench.OTHER_ACCOUNT))
                                .addAttributes(attribute("cloud.region", "eu-west-1")))
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setName("amazonaws.com/AWS/Lambda/Invocations")
                                        .setSummary(Summary.newBuilder().addDataPoints(point)))))
                .build()
                .writeDelimitedTo(frames);

        bench.client.send(FirehoseDelivery.of("r-1", 1, List.of(frames.toByteArray())), false);

        assertThat(bench.rejects()).singleElement().asString().contains("wrong-account");
        assertThat(bench.lines(false)).isEmpty();
    }

    @Test
    void twoKeysInOneDeliveryAreRefused() throws IOException {
        try (Socket socket = begun("X-Amz-Firehose-Access-Key: " + Bench.KEY + "\r\nX-Amz-Firehose-Access-Key: "
                + Bench.OTHER_KEY + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400");
        }
        assertThat(bench.landed()).isEmpty();
    }

    /** Tests that a slow holder of one account's key does not block other keys. */
    @Test
    void slowDeliveriesWithOneKeyLeaveWorkersToTheOthers() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 3 * ReceiveLimits.DEFAULT.threads(); i++) {
            slow.add(begun("X-Amz-Firehose-Access-Key: " + Bench.KEY + "\r\nX-Amz-Firehose-Request-Id: s-" + i
                    + "\r\nContent-Length: 500\r\n\r\n{"));
        }
        byte[] body = FirehoseDelivery.of("r-1", Bench.sample("cart", 0).replace("111122223333", Bench.OTHER_ACCOUNT))
                .body();

        FirehoseClient.Answer answer = bench.client(Bench.OTHER_KEY).send("r-1", body, Map.of(ARN, FOREIGN));

        assertThat(answer.status()).isEqualTo(200);
        for (Socket one : slow) {
            one.close();
        }
    }

    private Socket begun(String headers) throws IOException {
        Socket socket = new Socket();
        socket.connect(bench.receiver.address());
        OutputStream out = socket.getOutputStream();
        out.write(("POST / HTTP/1.1\r\nHost: localhost\r\n" + ARN + ": " + OWN + "\r\n" + headers)
                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValueBytes(ByteString.copyFromUtf8(value)))
                .build();
    }
}
