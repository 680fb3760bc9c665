package dev.breakwater.connectors.alarms.aws;

import dev.breakwater.connectors.alarms.outbox.OutboxLimits;
import dev.breakwater.connectors.alarms.outbox.WallClock;
import dev.breakwater.connectors.aws.AwsSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreWriteTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Publishes key figures as CloudWatch metrics, for graphs and alarms. The sink never delays the job and keeps no state.
 * After a crash, unsent figures are missing from the graph. If there are several writers, only the first writer sends,
 * so that the newest figures of each minute count.
 */
public final class CloudWatchMetricsSink implements Sink<MetricSnapshot>, SupportsPreWriteTopology<MetricSnapshot> {

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
    public DataStream<MetricSnapshot> addPreWriteTopology(DataStream<MetricSnapshot> figures) {
        return figures.global();
    }

    @Override
    public SinkWriter<MetricSnapshot> createWriter(WriterInitContext context) {
        Counter records = context.metricGroup().getNumRecordsSendCounter();
        MetricsSender sender = new MetricsSender(channel, backoff, clock, records);
        context.metricGroup().gauge("breakwater_figures_sent_total", (Gauge<Long>) sender::sent);
        context.metricGroup().gauge("breakwater_figures_dropped_total", (Gauge<Long>) sender::dropped);
        sender.start();
        return new Writer(sender);
    }

    private record Writer(MetricsSender sender) implements SinkWriter<MetricSnapshot> {

        @Override
        public void write(MetricSnapshot figures, Context context) {
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
}
