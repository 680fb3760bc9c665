package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.aws.MetricsSender.MetricsChannel;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.model.AccountFigures;
import dev.breakwater.model.NanoUsd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * Publishes key figures as CloudWatch metrics, for graphs and alarms. The sink never delays the job and keeps no state.
 * After a crash, unsent figures are missing from the graph. If there are several writers, only the first writer sends,
 * so that the newest figures of each minute count.
 */
public final class CloudWatchMetricsSink implements Sink<AccountFigures>, SupportsPreWriteTopology<AccountFigures> {

    /** The CloudWatch namespace. */
    public static final String NAMESPACE = "Breakwater";

    static final String EXCESS = "ExcessUsdPerHour";

    private static final Duration FLUSH_AT_MOST = Duration.ofSeconds(5);

    private final MetricsChannel.Source channel;
    private final OutboxLimits.Backoff backoff;
    private final WallClock clock;

    public CloudWatchMetricsSink(MetricsChannel.Source channel, OutboxLimits.Backoff backoff, WallClock clock) {
        this.channel = channel;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** @param settings where the metrics are stored; a forbidden endpoint causes an IllegalArgumentException */
    public static CloudWatchMetricsSink create(AwsSettings settings) {
        AwsSettings.chooseEndpoint(settings.endpoint(), Map.of());
        return new CloudWatchMetricsSink(
                CloudWatchMetricsChannel.to(settings), OutboxLimits.defaults().backoff(), WallClock.system());
    }

    @Override
    public DataStream<AccountFigures> addPreWriteTopology(DataStream<AccountFigures> figures) {
        return figures.global();
    }

    @Override
    public SinkWriter<AccountFigures> createWriter(WriterInitContext context) {
        Counter records = context.metricGroup().getNumRecordsSendCounter();
        MetricsSender sender = new MetricsSender(channel, backoff, clock, records);
        context.metricGroup().gauge("breakwater_figures_sent_total", (Gauge<Long>) sender::sent);
        context.metricGroup().gauge("breakwater_figures_dropped_total", (Gauge<Long>) sender::dropped);
        sender.start();
        return new Writer(sender);
    }

    private record Writer(MetricsSender sender) implements SinkWriter<AccountFigures> {

        @Override
        public void write(AccountFigures figures, Context context) {
            sender.throwFailure();
            sender.offer(figures);
        }

        @Override
        public void flush(boolean endOfInput) throws InterruptedException {
            sender.throwFailure();
            if (endOfInput) {
                sender.finish(FLUSH_AT_MOST);
            }
        }

        @Override
        public void close() {
            sender.close();
        }
    }

    /**
     * Sends key figures with CloudWatch's PutMetricData. The channel needs the permission cloudwatch:PutMetricData,
     * which a policy can restrict to the namespace.
     */
    public static final class CloudWatchMetricsChannel extends AwsChannel implements MetricsChannel {

        private final CloudWatchClient cloudWatch;

        /** @param clients are closed together with the channel */
        public CloudWatchMetricsChannel(AwsClients clients) {
            super(clients);
            this.cloudWatch = clients.build(CloudWatchClient.builder());
        }

        static MetricsChannel.Source to(AwsSettings settings) {
            return () -> new CloudWatchMetricsChannel(new AwsClients(settings, System.getenv()));
        }

        @Override
        public Delivery put(List<AccountFigures> batch) {
            PutMetricDataRequest request = request(batch);
            Answer<PutMetricDataResponse> answer = Answer.ask(() -> cloudWatch.putMetricData(request));
            return answer.ok() ? new Delivery.Accepted(NAMESPACE) : failed(answer.failure());
        }

        static PutMetricDataRequest request(List<AccountFigures> batch) {
            return PutMetricDataRequest.builder()
                    .namespace(NAMESPACE)
                    .metricData(batch.stream()
                            .flatMap(CloudWatchMetricsChannel::data)
                            .toList())
                    .build();
        }

        private static Stream<MetricDatum> data(AccountFigures f) {
            return Stream.of(
                    datum(f, "IncidentsOpen", f.incidentsOpen(), StandardUnit.COUNT),
                    datum(f, "ThrottlesHeld", f.throttlesHeld(), StandardUnit.COUNT),
                    datum(f, EXCESS, NanoUsd.usd(f.excessHourNano()), StandardUnit.NONE),
                    datum(f, "LagSeconds", f.lagMillis() / 1e3, StandardUnit.SECONDS));
        }

        private static MetricDatum datum(AccountFigures figures, String name, double value, StandardUnit unit) {
            return MetricDatum.builder()
                    .metricName(name)
                    .timestamp(Instant.ofEpochMilli(figures.at()))
                    .value(value)
                    .unit(unit)
                    .dimensions(dimension("Account", figures.account()), dimension("Region", figures.region()))
                    .build();
        }

        private static Dimension dimension(String name, String value) {
            return Dimension.builder().name(name).value(value).build();
        }
    }
}
