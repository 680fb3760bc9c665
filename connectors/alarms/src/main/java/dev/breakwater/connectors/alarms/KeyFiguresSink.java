package dev.breakwater.connectors.alarms;

import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.EndpointRule;
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
 * Publishes key figures as CloudWatch metrics, so that they can be graphed and alarmed on beside everything else. Never
 * holds up the job and keeps no state: what is unsent at a crash is a gap in a graph. Whatever its parallelism, the first
 * writer sends, because of each minute the newest figures count.
 */
public final class KeyFiguresSink implements Sink<KeyFigures>, SupportsPreWriteTopology<KeyFigures> {

    private static final Duration FLUSH_AT_MOST = Duration.ofSeconds(5);

    private final FigureChannel.Source channel;
    private final OutboxLimits.Backoff backoff;
    private final WallClock clock;

    public KeyFiguresSink(FigureChannel.Source channel, OutboxLimits.Backoff backoff, WallClock clock) {
        this.channel = channel;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * @param settings where the metrics are kept; {@link AwsSettings#endpoint} is checked here, else an
     *     IllegalArgumentException
     */
    public static KeyFiguresSink create(AwsSettings settings) {
        EndpointRule.choose(settings.endpoint(), Map.of());
        return new KeyFiguresSink(
                CloudWatchFigures.to(settings), OutboxLimits.defaults().backoff(), WallClock.system());
    }

    @Override
    public DataStream<KeyFigures> addPreWriteTopology(DataStream<KeyFigures> figures) {
        return figures.global();
    }

    @Override
    public SinkWriter<KeyFigures> createWriter(WriterInitContext context) {
        Counter records = context.metricGroup().getNumRecordsSendCounter();
        FigureSender sender = new FigureSender(channel, backoff, clock, records);
        context.metricGroup().gauge("breakwater_figures_sent_total", (Gauge<Long>) sender::sent);
        context.metricGroup().gauge("breakwater_figures_dropped_total", (Gauge<Long>) sender::dropped);
        sender.start();
        return new Writer(sender);
    }

    private record Writer(FigureSender sender) implements SinkWriter<KeyFigures> {

        @Override
        public void write(KeyFigures figures, Context context) {
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
