package dev.breakwater.connectors.receive.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.breakwater.connectors.receive.BenchTest;
import dev.breakwater.connectors.receive.content.OtelMetrics.Unit;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that metric streams in OpenTelemetry 1.0 become the same lines as in the JSON format. */
class OtelMetricsTest extends BenchTest {
    private static final long T = 1_764_000_000_000L;

    @Test
    void aSummaryBecomesTheLineOfTheJsonFormat() throws Exception {
        send(frames(request(metric("Duration", "ms", point("Duration", 12, 480, 3, 77)))));

        bench.close();
        assertThat(bench.lines(false))
                .containsExactly("{\"metric_stream_name\":\"lambda\",\"account_id\":\"111122223333\","
                        + "\"region\":\"eu-west-1\",\"namespace\":\"AWS/Lambda\",\"metric_name\":\"Duration\","
                        + "\"dimensions\":{\"FunctionName\":\"checkout\"},\"timestamp\":1764000000000,"
                        + "\"value\":{\"count\":12.0,\"sum\":480.0,\"min\":3.0,\"p99.9\":76.5,\"max\":77.0},"
                        + "\"unit\":\"Milliseconds\"}");
    }

    @Test
    void theJobReadsTheSameSampleAsFromJson() throws Exception {
        ExportMetricsServiceRequest one = request(metric("Invocations", "{Count}", point("Invocations", 41, 41, 1, 1)));
        ExportMetricsServiceRequest two = request(metric("Throttles", "{Count}", point("Throttles", 9, 0, 0, 0)));

        send(frames(one, two));

        assertThat(bench.landed())
                .extracting(r -> r.datapoint().account() + r.datapoint().region()
                        + r.datapoint().function() + r.datapoint().metric()
                        + r.datapoint().minute() + "/" + r.datapoint().sum())
                .containsExactly(
                        "111122223333eu-west-1checkoutCALLS29400000/41.0",
                        "111122223333eu-west-1checkoutREFUSALS29400000/0.0");
    }

    @Test
    void format07WhichTheConsoleOffersGivesTheSameLines() throws Exception {
        SummaryDataPoint now = point("Duration", 12, 480, 3, 77);
        UnknownFieldSet.Field.Builder labels = UnknownFieldSet.Field.newBuilder();
        for (String[] label :
                new String[][] {{"Namespace", "AWS/Lambda"}, {"MetricName", "Duration"}, {"FunctionName", "checkout"}
                }) {
            labels.addLengthDelimited(UnknownFieldSet.newBuilder()
                    .addField(1, text(label[0]))
                    .addField(2, text(label[1]))
                    .build()
                    .toByteString());
        }
        SummaryDataPoint then = now.toBuilder()
                .clearAttributes()
                .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(1, labels.build()).build())
                .build();

        send(frames(request(metric("Duration", "ms", then))), frames(request(metric("Duration", "ms", now))));

        bench.close();
        assertThat(bench.lines(true)).isEmpty();
        assertThat(bench.lines(false)).hasSize(2);
        assertThat(bench.lines(false).get(0))
                .isEqualTo(bench.lines(false).get(1))
                .contains("\"FunctionName\":\"checkout\"");
    }

    private static UnknownFieldSet.Field text(String value) {
        return UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(value))
                .build();
    }

    @Test
    void aMessageOf123BytesIsNotTakenForText() throws Exception {
        // a resource alone can be made as long as wanted
        ExportMetricsServiceRequest.Builder padded = ExportMetricsServiceRequest.newBuilder();
        padded.addResourceMetricsBuilder().setSchemaUrl("x".repeat(123 - 4));
        // its length is that of an opening brace, and a line feed follows
        assertThat(frames(padded.build())).startsWith('{', '\n');

        send(frames(padded.build()));

        assertThat(bench.rejects()).isEmpty();
        assertThat(bench.lines(false)).isEmpty();
    }

    @Test
    void whatIsNoSummaryOrLacksANameIsARejectAndTheRestIsLanded() throws Exception {
        Metric gauge = Metric.newBuilder()
                .setName("g")
                .setGauge(Gauge.getDefaultInstance())
                .build();
        SummaryDataPoint nameless = SummaryDataPoint.newBuilder().setCount(1).build();
        SummaryDataPoint nan = point("Duration", 1, Double.NaN, 1, 1);

        send(frames(request(
                gauge,
                metric("a", "ms", nameless),
                metric("b", "ms", nan),
                metric("Duration", "ms", point("Duration", 1, 1, 1, 1)))));

        bench.close();
        assertThat(bench.lines(false)).hasSize(1);
        assertThat(bench.lines(true))
                .satisfiesExactly(
                        l -> assertThat(l).contains("unused-metric", "g is not a summary"),
                        l -> assertThat(l).contains("unused-metric", "a lacks an attribute"),
                        l -> assertThat(l).contains("bad-value", "b has a value that is not a number"));
    }

    @Test
    void aRecordThatIsCutAnywhereIsARejectAndItsWholeMessagesAreLanded() throws Exception {
        byte[] record = frames(
                request(metric("Duration", "ms", point("Duration", 1, 1, 1, 1))),
                request(metric("Duration", "ms", point("Duration", 2, 2, 1, 1))));
        byte[] damaged = record.clone();
        Arrays.fill(damaged, 20, 60, (byte) 0xff);

        send(Arrays.copyOf(record, record.length - 1), damaged);

        bench.close();
        assertThat(bench.lines(false)).hasSize(2);
        assertThat(bench.lines(true)).hasSize(2).allMatch(l -> l.contains("bad-protobuf"));
    }

    @Test
    void unitsAreThoseOfCloudWatch() {
        Map<String, String> known = Map.of(
                "1",
                "None",
                "By",
                "Bytes",
                "{Count}/s",
                "Count/Second",
                "%",
                "Percent",
                "us",
                "Microseconds",
                "?",
                "None");

        known.forEach((ucum, name) -> assertThat(Unit.ofUcum(ucum)).isEqualTo(name));
    }

    private void send(byte[]... records) {
        int status = bench.client
                .send(FirehoseDelivery.of("r-1", T, List.of(records)), true)
                .status();
        assertThat(status).isEqualTo(200);
    }

    private static byte[] frames(ExportMetricsServiceRequest... requests) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ExportMetricsServiceRequest request : requests) {
            request.writeDelimitedTo(out);
        }
        return out.toByteArray();
    }

    private static ExportMetricsServiceRequest request(Metric... metrics) {
        Resource resource = Resource.newBuilder()
                .addAllAttributes(Stream.of(
                                text("cloud.provider", "aws"),
                                text("cloud.account.id", "111122223333"),
                                text("cloud.region", "eu-west-1"),
                                text(
                                        "aws.exporter.arn",
                                        "arn:aws:cloudwatch:eu-west-1:111122223333:metric-stream/lambda"))
                        .toList())
                .build();
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(resource)
                        .addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics))))
                .build();
    }

    private static Metric metric(String name, String unit, SummaryDataPoint point) {
        return Metric.newBuilder()
                .setName(name)
                .setUnit(unit)
                .setSummary(Summary.newBuilder().addDataPoints(point))
                .build();
    }

    private static SummaryDataPoint point(String metric, long count, double sum, double min, double max) {
        KeyValue dimensions = KeyValue.newBuilder()
                .setKey("Dimensions")
                .setValue(AnyValue.newBuilder()
                        .setKvlistValue(KeyValueList.newBuilder().addValues(text("FunctionName", "checkout"))))
                .build();
        return SummaryDataPoint.newBuilder()
                .addAttributes(text("Namespace", "AWS/Lambda"))
                .addAttributes(text("MetricName", metric))
                .addAttributes(dimensions)
                .setStartTimeUnixNano(T * 1_000_000)
                .setTimeUnixNano((T + 60_000) * 1_000_000)
                .setCount(count)
                .setSum(sum)
                .addQuantileValues(quantile(0, min))
                .addQuantileValues(quantile(0.999, max - 0.5))
                .addQuantileValues(quantile(1, max))
                .build();
    }

    private static SummaryDataPoint.ValueAtQuantile quantile(double quantile, double value) {
        return SummaryDataPoint.ValueAtQuantile.newBuilder()
                .setQuantile(quantile)
                .setValue(value)
                .build();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
