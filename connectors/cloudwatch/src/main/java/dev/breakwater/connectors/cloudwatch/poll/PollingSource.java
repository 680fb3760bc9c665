package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import java.time.Clock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The ordered feed of the Lambda metrics of all accounts and regions, read from CloudWatch with GetMetricData. Use it with
 * parallelism 1 and {@code WatermarkStrategy.noWatermarks()}: the source stamps its records with the arrival minute and
 * emits the watermark itself. More parallel readers get nothing, over savepoints at other parallelisms too.
 */
public final class PollingSource
        implements Source<FeedRecord, PollSplit.All, PollEnumerator.State>, ResultTypeQueryable<FeedRecord> {
    private final PollSettings settings;
    private final MetricsApi.Factory factory;
    private final Clock clock;

    private PollingSource(PollSettings settings, MetricsApi.Factory factory, Clock clock) {
        this.settings = settings;
        this.factory = factory;
        this.clock = clock;
    }

    /**
     * A source over these accounts and regions. Nothing is contacted before it runs.
     *
     * @param factory  the way to CloudWatch, for example {@code AwsMetricsApi.at("")}
     * @param clock the wall clock, serializable as the JDK's are
     */
    public static PollingSource of(PollSettings settings, MetricsApi.Factory factory, Clock clock) {
        return new PollingSource(settings, factory, clock);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<PollSplit.All, PollEnumerator.State> createEnumerator(
            SplitEnumeratorContext<PollSplit.All> context) {
        return restoreEnumerator(context, PollEnumerator.State.NEW);
    }

    @Override
    public SplitEnumerator<PollSplit.All, PollEnumerator.State> restoreEnumerator(
            SplitEnumeratorContext<PollSplit.All> context, PollEnumerator.State state) {
        return new PollEnumerator(context, settings.targets(), state);
    }

    @Override
    public SimpleVersionedSerializer<PollSplit.All> getSplitSerializer() {
        return new PollSplitsSerializer();
    }

    @Override
    public SimpleVersionedSerializer<PollEnumerator.State> getEnumeratorCheckpointSerializer() {
        return new PollEnumerator.StateSerializer();
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
