package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.connectors.source.SingleSplitSource;
import java.time.Clock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The ordered feed of the Lambda metrics of all accounts and regions, read from CloudWatch with GetMetricData. Use it
 * with parallelism 1 and {@code WatermarkStrategy.noWatermarks()}, because the source stamps its records with the
 * arrival minute and emits the watermark itself. Further parallel readers get nothing, even after a savepoint with
 * another parallelism.
 */
public final class PollingSource extends SingleSplitSource<FeedRecord, PollSplit.All> {

    private final PollSettings settings;
    private final MetricsApi.Factory factory;
    private final Clock clock;

    private PollingSource(PollSettings settings, MetricsApi.Factory factory, Clock clock) {
        this.settings = settings;
        this.factory = factory;
        this.clock = clock;
    }

    /**
     * Creates a source over these accounts and regions. The source contacts no service before it runs.
     *
     * @param factory  opens CloudWatch, for example {@code AwsMetricsApi.at("")}
     * @param clock the wall clock; it must be serializable, as the JDK's clocks are
     */
    public static PollingSource of(PollSettings settings, MetricsApi.Factory factory, Clock clock) {
        return new PollingSource(settings, factory, clock);
    }

    /** The feed adds targets that are new since a checkpoint, and drops targets that were removed. */
    @Override
    protected PollSplit.All first() {
        return new PollSplit.All(
                settings.targets().stream().map(PollSplit::fresh).toList());
    }

    @Override
    public SimpleVersionedSerializer<PollSplit.All> getSplitSerializer() {
        return new RecordCodec<>("poll splits", 1, PollSplit.All.class);
    }

    @Override
    public SourceReader<FeedRecord, PollSplit.All> createReader(SourceReaderContext context) {
        return new PollReader(settings, factory, clock, context);
    }

    @Override
    public TypeInformation<FeedRecord> getProducedType() {
        return FeedRecord.typeInformation();
    }
}
