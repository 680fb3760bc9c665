package dev.breakwater.connectors.receive.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.breakwater.connectors.receive.BenchTest;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import dev.breakwater.model.MetricRole;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the minutes of billed time from log subscriptions, with sums computed by hand. */
class ReportMinutesTest extends BenchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A whole minute. */
    private static final long T = 1_764_000_000_000L;

    @Test
    void sumsTextAndJsonReportsByTheMinuteInWhichTheCallStarted() throws Exception {
        ObjectNode message = message("/aws/lambda/checkout");
        // started at T + 1 s and T + 2 s
        event(message, "e1", T + 1_005, text("5.00", "6", "128", "\tInit Duration: 250.50 ms\t"));
        event(message, "e2", T + 2_100, json(100.25, 101, 128, null));
        // over in the next minute, but started in this one: T + 61 s - 1.5 s
        event(message, "e3", T + 61_000, text("1500.00", "1500", "256", ""));
        // started in the next minute
        event(message, "e4", T + 61_000, json(999.9, 1_000, 256, 12.25));
        event(message, "e5", T + 61_000, "START RequestId: 1 Version: $LATEST");

        assertThat(send("r-1", packed(message))).isEqualTo(200);

        List<String> lines = landed();
        assertThat(lines).hasSize(5);
        assertThat(value(lines.get(0))).containsExactly("MemorySize", T, 3.0, 512.0, 256.0, 128.0);
        // 6 x 128 + 101 x 128 + 1500 x 256
        assertThat(value(lines.get(1)))
                .containsExactly("BilledMegabyteMilliseconds", T, 3.0, 397_696.0, 384_000.0, 768.0);
        assertThat(value(lines.get(2))).containsExactly("MemorySize", T + 60_000, 1.0, 256.0, 256.0, 256.0);
        assertThat(value(lines.get(3)))
                .containsExactly("BilledMegabyteMilliseconds", T + 60_000, 1.0, 256_000.0, 256_000.0, 256_000.0);
        assertThat(value(lines.get(4))).containsExactly("StartedCalls", T + 60_000, 1.0, 1.0, 1.0, 1.0);
        assertThat(lines).allSatisfy(line -> {
            JsonNode json = JSON.readTree(line);
            assertThat(json.path("namespace").asText()).isEqualTo("Breakwater/Reports");
            assertThat(json.path("account_id").asText()).isEqualTo("111122223333");
            assertThat(json.path("region").asText()).isEqualTo("eu-west-1");
            assertThat(json.path("dimensions")).isEqualTo(JSON.readTree("{\"FunctionName\":\"checkout\"}"));
            assertThat(json.path("batch").asText()).matches("[0-9a-f]{32}");
        });
    }

    @Test
    void startsAreCountedInTheMinuteInWhichTheyAre() throws Exception {
        ObjectNode message = message("/aws/lambda/checkout");
        event(message, "e1", T + 100, "START RequestId: 1 Version: $LATEST");
        event(message, "e2", T + 200, "{\"type\":\"platform.start\",\"record\":{\"requestId\":\"2\"}}");
        event(message, "e2", T + 200, "{\"type\":\"platform.start\",\"record\":{\"requestId\":\"2\"}}");
        event(message, "e3", T + 300, "{\"type\":\"function\",\"record\":\"platform.start\"}");
        send("r-1", packed(message));
        assertThat(bench.landed())
                .extracting(r -> r.datapoint().metric(), r -> r.datapoint().count())
                .containsExactly(tuple(MetricRole.STARTED_CALLS, 2.0));
    }

    @Test
    void theJobsReaderTakesEachLineTheMemoryFirst() throws Exception {
        ObjectNode message = message("/aws/lambda/checkout");
        event(message, "e1", T, text("5.00", "6", "128", ""));
        send("r-1", packed(message));

        assertThat(bench.landed())
                // the memory comes first, because it shows whether the billed time can be true
                .extracting(r -> r.datapoint().metric(), r -> r.datapoint().sum())
                .containsExactly(
                        tuple(MetricRole.MEMORY_SIZE, 128.0),
                        tuple(MetricRole.BILLED_MEGABYTE_MILLISECONDS, 6.0 * 128));
    }

    @Test
    void anEventThatIsThereTwiceInADeliveryCountsOnce() throws Exception {
        ObjectNode message = message("/aws/lambda/checkout");
        event(message, "e1", T, text("5.00", "6", "128", ""));
        event(message, "e1", T, text("5.00", "6", "128", ""));
        ObjectNode other = message("/aws/lambda/other");
        event(other, "e1", T, text("5.00", "7", "128", ""));

        send("r-1", packed(message), packed(message), packed(other));

        assertThat(landed().stream().filter(l -> l.contains("BilledMegabyteMilliseconds")))
                .extracting(l -> value(l).get(3))
                .containsExactly(768.0, 896.0);
    }

    @Test
    void aMessageOfManyMegabytesIsTaken() throws Exception {
        ObjectNode message = message("/aws/lambda/checkout");
        for (int i = 0; i < 10_000; i++) {
            event(message, "e" + i, T, text("5.00", "6", "128", ""));
        }
        assertThat(JSON.writeValueAsBytes(message)).hasSizeGreaterThan(1 << 20);

        send("r-1", packed(message));

        assertThat(value(landed().get(0)))
                .containsExactly("MemorySize", T - 60_000, 10_000.0, 1_280_000.0, 128.0, 128.0);
    }

    @Test
    void aReplicaOfLambdaAtTheEdgeIsNamedByItsLogGroup() throws Exception {
        ObjectNode message = message("/aws/lambda/us-east-1.web");
        event(message, "e1", T, text("5.00", "6", "128", ""));

        send("r-1", packed(message));

        assertThat(landed()).hasSize(2).allMatch(line -> line.contains("{\"FunctionName\":\"us-east-1.web\"}"));
    }

    @Test
    void aLogGroupOfOnesOwnNamesTheFunctionInItsStream() throws Exception {
        ObjectNode message = message("everything");
        message.put("logStream", "2026/11/25/checkout-v2[$LATEST]0123456789abcdef");
        event(message, "e1", T, text("5.00", "6", "128", ""));

        send("r-1", JSON.writeValueAsBytes(message));

        assertThat(landed()).hasSize(2).allMatch(line -> line.contains("{\"FunctionName\":\"checkout-v2\"}"));
    }

    @Test
    void reportsThatCannotBeReadOrPlacedAreRejects() throws Exception {
        ObjectNode message = message("/aws/lambda/checkout");
        event(message, "e1", T, "REPORT RequestId: 1\tDuration: soon\tBilled Duration: 6 ms");
        event(message, "e2", T, text("999999999.00", "999999999", "128", ""));
        event(
                message,
                "e3",
                T,
                "{\"type\":\"platform.report\",\"record\":{\"metrics\":{\"durationMs\":1,"
                        + "\"billedDurationMs\":-5,\"memorySizeMB\":128}}}");
        event(message, "e4", T, "{\"note\":\"platform.report\"}");
        ObjectNode nobody = message("/ecs/service");
        event(nobody, "e1", T, text("5.00", "6", "128", ""));
        ObjectNode strange = message("/aws/lambda/checkout").put("messageType", "NEWS");

        send(
                "r-1",
                packed(message),
                packed(nobody),
                packed(strange),
                "{\"messageType\":3}".getBytes(StandardCharsets.UTF_8));

        bench.close();
        assertThat(bench.lines(false)).isEmpty();
        assertThat(bench.lines(true)).hasSize(6);
        assertThat(bench.lines(true).stream().filter(l -> l.contains("bad-report")))
                .hasSize(3);
        assertThat(bench.lines(true).stream().filter(l -> l.contains("bad-log-message")))
                .hasSize(3);
    }

    @Test
    void linesOfKindsThatAreNotBilledByTheCallArePassedOverAndCountedByKind() throws Exception {
        ObjectNode managed = message("/aws/lambda/on-instances");
        // as in AWS's telemetry schema reference
        event(
                managed,
                "e1",
                T,
                "{\"time\":\"2022-10-12T00:01:15.000Z\",\"type\":\"platform.report\",\"record\":{\"requestId\":\"6d68ca91\","
                        + "\"status\":\"success\",\"metrics\":{\"durationMs\":8.57}}}");
        ObjectNode web = message("/aws/lambda/web/shop");
        event(web, "e1", T, "{\"type\":\"platform.invokeSummary\",\"record\":{\"metrics\":{\"requestCount\":12}}}");
        event(web, "e2", T, json(1.0, 1, 128, null));

        send("r-1", packed(managed), packed(web));

        String counted = bench.client.page("/metrics");
        bench.close();
        assertThat(bench.lines(false)).isEmpty();
        assertThat(bench.lines(true)).isEmpty();
        assertThat(counted)
                .contains(
                        "breakwater_receive_passed_over_total{kind=\"managed-instance\"} 1",
                        "breakwater_receive_passed_over_total{kind=\"web-function\"} 2",
                        "breakwater_receive_passed_over_total{kind=\"microvm\"} 0");
    }

    private List<String> landed() {
        bench.close();
        return bench.lines(false);
    }

    private int send(String requestId, byte[]... records) {
        return bench.client
                .send(FirehoseDelivery.of(requestId, T, List.of(records)), true)
                .status();
    }

    private static byte[] packed(ObjectNode message) throws Exception {
        return FirehoseDelivery.gzip(JSON.writeValueAsBytes(message));
    }

    private static ObjectNode message(String group) {
        ObjectNode message = JSON.createObjectNode();
        message.put("messageType", "DATA_MESSAGE").put("owner", "111122223333").put("logGroup", group);
        message.put("logStream", "2026/11/25/[$LATEST]0123")
                .putArray("subscriptionFilters")
                .add("f");
        message.putArray("logEvents");
        return message;
    }

    private static void event(ObjectNode message, String id, long timestamp, String text) {
        ((ArrayNode) message.get("logEvents"))
                .addObject()
                .put("id", id)
                .put("timestamp", timestamp)
                .put("message", text);
    }

    private static String text(String duration, String billed, String memory, String init) {
        return "REPORT RequestId: 8f507cfc-xmpl-4697-b07a-ac58fc914c95\tDuration: " + duration
                + " ms\tBilled Duration: " + billed + " ms\tMemory Size: " + memory
                + " MB\tMax Memory Used: 60 MB" + init + "\n";
    }

    private static String json(double duration, double billed, int memory, Double init) throws Exception {
        ObjectNode report = JSON.createObjectNode();
        report.put("time", "2026-11-25T00:00:00.000Z").put("type", "platform.report");
        ObjectNode metrics = report.putObject("record")
                .put("requestId", "1")
                .put("status", "success")
                .putObject("metrics");
        metrics.put("durationMs", duration).put("billedDurationMs", billed).put("memorySizeMB", memory);
        metrics.put("maxMemoryUsedMB", 60);
        if (init != null) {
            metrics.put("initDurationMs", init);
        }
        return JSON.writeValueAsString(report);
    }

    /** Returns metric, timestamp, count, sum, max and min. */
    private static List<Object> value(String line) {
        try {
            JsonNode json = JSON.readTree(line.getBytes(StandardCharsets.UTF_8));
            Map<String, Double> v = JSON.convertValue(json.get("value"), new DoubleMap());
            return List.of(
                    json.path("metric_name").asText(),
                    json.path("timestamp").asLong(),
                    v.get("count"),
                    v.get("sum"),
                    v.get("max"),
                    v.get("min"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class DoubleMap extends com.fasterxml.jackson.core.type.TypeReference<Map<String, Double>> {}
}
