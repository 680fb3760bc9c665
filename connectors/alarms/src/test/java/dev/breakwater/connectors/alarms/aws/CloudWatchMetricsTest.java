package dev.breakwater.connectors.alarms.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.connectors.alarms.aws.CloudWatchMetricsSink.CloudWatchMetricsChannel;
import dev.breakwater.connectors.alarms.aws.MetricsSender.MetricsBuffer;
import dev.breakwater.connectors.alarms.aws.MetricsSender.MetricsChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.testkit.lambda.EmulatedFunctions;
import dev.breakwater.model.AccountFigures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class CloudWatchMetricsTest {

    private static final long NOW = 1_764_000_000_000L;
    private static final OutboxLimits.Backoff QUICK =
            new OutboxLimits.Backoff(Duration.ofMillis(1), Duration.ofMillis(5));

    private final MetricsBuffer buffer = new MetricsBuffer();

    @Test
    void keepsTheNewestOfAMinuteAndTakesTheOldestFirst() {
        buffer.offer(figures(0, 1), NOW);
        buffer.offer(figures(60_000, 2), NOW);
        buffer.offer(figures(1_000, 3), NOW);
        assertThat(buffer.take(NOW)).extracting(AccountFigures::incidentsOpen).containsExactly(3, 2);
    }

    @Test
    void whatIsPutBackDoesNotReplaceWhatIsNewer() {
        buffer.offer(figures(0, 1), NOW);
        List<AccountFigures> batch = buffer.take(NOW);
        buffer.offer(figures(1_000, 2), NOW);
        buffer.putBack(batch);
        assertThat(buffer.take(NOW)).extracting(AccountFigures::incidentsOpen).containsExactly(2);
    }

    @Test
    void isBoundedInNumberAndAge() {
        IntStream.range(0, 3_000).forEach(i -> buffer.offer(figures(-i * 1_000L * 2, i), NOW));
        assertThat(buffer.size()).isLessThanOrEqualTo(2_000);
        assertThat(buffer.take(NOW)).hasSizeLessThanOrEqualTo(MetricsBuffer.BATCH);
        assertThat(buffer.take(NOW + Duration.ofHours(4).toMillis())).isEmpty();
    }

    @Test
    void figuresThatCloudWatchWouldRefuseAreDroppedAlone() {
        buffer.offer(new AccountFigures(NOW, "111122223333", "eu-west-1", 0, 0, -1, 0), NOW);
        buffer.offer(new AccountFigures(NOW, "111122223333", "eu-west-1", 0, 0, 0, -1), NOW);
        buffer.offer(new AccountFigures(NOW, "not an account", "eu-west-1", 0, 0, 0, 0), NOW);
        buffer.offer(new AccountFigures(NOW, "111122223333", "eu west", 0, 0, 0, 0), NOW);
        assertThat(buffer.size()).isZero();
        assertThat(buffer.dropped()).isEqualTo(4);
    }

    @Test
    void theLargestBatchIsAThousandMetricsAndBelowOneMegabyteOnTheWire() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        HttpServer wire = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        wire.createContext("/", exchange -> {
            // the SDK compresses large requests; the limit holds even without compression
            sizes.add(new GZIPInputStream(exchange.getRequestBody()).readAllBytes().length);
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        wire.start();
        String endpoint = "http://127.0.0.1:" + wire.getAddress().getPort();
        try (AwsClients clients =
                new AwsClients(AwsSettings.of("eu-west-1", endpoint, ""), Map.of(), EmulatedFunctions.credentials())) {
            List<AccountFigures> batch = IntStream.range(0, MetricsBuffer.BATCH)
                    .mapToObj(i -> new AccountFigures(
                            NOW,
                            "111122223333",
                            "r".repeat(32),
                            1 << 30,
                            1 << 30,
                            Long.MAX_VALUE / 7,
                            Long.MAX_VALUE / 7))
                    .toList();
            assertThat(CloudWatchMetricsChannel.request(batch).metricData()).hasSize(1_000);
            new CloudWatchMetricsChannel(clients).put(batch);
        } finally {
            wire.stop(0);
        }
        assertThat(sizes).singleElement().satisfies(size -> assertThat(size).isBetween(100_000, 1_000_000));
    }

    @Test
    void aFailedBatchIsSentAgainAndARefusedOneIsNot() throws Exception {
        Recording channel = new Recording(
                new Delivery.RetryLater("HTTP 500", Duration.ZERO, true),
                new Delivery.Accepted("ok"),
                new Delivery.Rejected(400, List.of("no")));
        Counter records = new SimpleCounter();
        MetricsSender sender = new MetricsSender(() -> channel, QUICK, () -> NOW, records);
        sender.start();
        try {
            sender.offer(figures(0, 1));
            sender.finish(Duration.ofSeconds(10));
            sender.offer(figures(0, 2));
            sender.finish(Duration.ofSeconds(10));
        } finally {
            sender.close();
        }
        assertThat(channel.batches)
                .extracting(batch -> batch.get(0).incidentsOpen())
                .containsExactly(1, 1, 2);
        assertThat(sender.sent()).isEqualTo(1);
        assertThat(records.getCount()).isEqualTo(1);
        assertThat(sender.dropped()).isEqualTo(1);
    }

    private static AccountFigures figures(long after, int incidents) {
        return new AccountFigures(NOW + after, "111122223333", "eu-west-1", incidents, 1, 61_500_000_000L, 90_000);
    }

    /** Answers in order and records the requests. */
    private static final class Recording implements MetricsChannel {

        private final BlockingQueue<Delivery> answers;
        private final List<List<AccountFigures>> batches = new ArrayList<>();

        private Recording(Delivery... answers) {
            this.answers = new LinkedBlockingQueue<>(List.of(answers));
        }

        @Override
        public Delivery put(List<AccountFigures> batch) {
            batches.add(batch);
            try {
                return answers.poll(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Delivery.RetryLater("interrupted", Duration.ZERO, true);
            }
        }
    }
}
