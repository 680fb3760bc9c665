package dev.breakwater.connectors.receive.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.receive.Bench;
import dev.breakwater.connectors.receive.content.DeliveryReader.DeliveryHead;
import dev.breakwater.connectors.receive.content.DeliveryReader.ReceiveLimits;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient;
import dev.breakwater.connectors.testkit.firehose.FirehoseClient.FirehoseDelivery;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that any input gives a batch or a refusal, and that all memory is returned. */
class DeliveryReaderTest {
    private static final String LOG = "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"111122223333\",\"logGroup\":"
            + "\"/aws/lambda/f\",\"logStream\":\"s\",\"logEvents\":[{\"id\":\"1\",\"timestamp\":1764000000000,"
            + "\"message\":\"REPORT RequestId: 1\\tDuration: 5.00 ms\\tBilled Duration: 6 ms\\tMemory Size: 128 MB\\t"
            + "Max Memory Used: 60 MB\"},{\"id\":\"2\",\"timestamp\":1764000000000,\"message\":\"{\\\"type\\\":"
            + "\\\"platform.report\\\",\\\"record\\\":{\\\"metrics\\\":{\\\"durationMs\\\":1,"
            + "\\\"billedDurationMs\\\":2,\\\"memorySizeMB\\\":128}}}\"}]}";

    private final BudgetedBytes.Budget budget = new BudgetedBytes.Budget(1 << 24);
    private final DeliveryReader reader =
            new DeliveryReader(new ReceiveLimits(1 << 20, 1 << 16, 1 << 24, 1, 0), budget);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noByteThatIsChangedInABodyMakesADefect(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            read(changed(random, FirehoseDelivery.of("r-1", 1, records()).body()), false);
            read(
                    changed(
                            random,
                            FirehoseDelivery.gzip(
                                    FirehoseDelivery.of("r-1", 1, records()).body())),
                    true);
        }
        assertThat(budget.used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void noByteThatIsChangedInARecordStopsTheDelivery(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<byte[]> records =
                    records().stream().map(r -> changed(random, r)).toList();
            assertThat(read(FirehoseDelivery.of("r-1", 1, records).body(), false))
                    .isEqualTo(200);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void aRefusedDeliveryGivesItsMemoryBack() throws IOException {
        byte[] body =
                FirehoseDelivery.of("r-1", Bench.sample("a", 0).repeat(100)).body();

        assertThat(read(java.util.Arrays.copyOf(body, body.length - 1), false)).isEqualTo(400);

        assertThat(budget.used()).isZero();
    }

    private int read(byte[] body, boolean gzip) throws IOException {
        DeliveryHead head = new DeliveryHead("r-1", FirehoseClient.SOURCE, gzip);
        try (Batch batch = reader.read(head, Set.of("111122223333"), new ByteArrayInputStream(body))) {
            return batch.tally().records() >= 0 ? 200 : 0;
        } catch (Refused refused) {
            assertThat(refused.status()).isIn(400, 413);
            return refused.status();
        }
    }

    private static byte[] changed(Random random, byte[] bytes) {
        byte[] changed = bytes.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private static List<byte[]> records() throws IOException {
        ByteArrayOutputStream otel = new ByteArrayOutputStream();
        ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder()
                                        .setName("amazonaws.com/AWS/Lambda/Duration")
                                        .setSummary(Summary.newBuilder()
                                                .addDataPoints(SummaryDataPoint.newBuilder()
                                                        .setCount(3)
                                                        .setSum(2.5))))))
                .build()
                .writeDelimitedTo(otel);
        byte[] log = LOG.getBytes(StandardCharsets.UTF_8);
        byte[] lines = (Bench.sample("a", 0) + "\n" + Bench.sample("b", 1)).getBytes(StandardCharsets.UTF_8);
        return List.of(lines, otel.toByteArray(), log, FirehoseDelivery.gzip(log));
    }
}
