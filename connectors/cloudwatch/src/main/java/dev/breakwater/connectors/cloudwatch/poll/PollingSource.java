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
        implements Source<FeedRecord, PollSplits, PollEnumerator.State>, ResultTypeQueryable<FeedRecord> {
    private final PollSettings settings;
    private final MetricsDoor door;
    private final Clock clock;

    private PollingSource(PollSettings settings, MetricsDoor door, Clock clock) {
        this.settings = settings;
        this.door = door;
        this.clock = clock;
    }

    /**
     * A source over these accounts and regions. Nothing is contacted before it runs.
     *
     * @param door  the way to CloudWatch, for example {@code new AwsMetricsDoor("")}
     * @param clock the wall clock, serializable as the JDK's are
     */
    public static PollingSource of(PollSettings settings, MetricsDoor door, Clock clock) {
        return new PollingSource(settings, door, clock);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<PollSplits, PollEnumerator.State> createEnumerator(
            SplitEnumeratorContext<PollSplits> context) {
        return restoreEnumerator(context, PollEnumerator.State.NEW);
    }

    @Override
    public SplitEnumerator<PollSplits, PollEnumerator.State> restoreEnumerator(
            SplitEnumeratorContext<PollSplits> context, PollEnumerator.State state) {
        return new PollEnumerator(context, settings.targets(), state);
    }

    @Override
    public SimpleVersionedSerializer<PollSplits> getSplitSerializer() {
        return new PollSplitsSerializer();
    }

    @Override
    public SimpleVersionedSerializer<PollEnumerator.State> getEnumeratorCheckpointSerializer() {
        return new PollEnumeratorStateSerializer();
    }

    @Override
    public SourceReader<FeedRecord, PollSplits> createReader(SourceReaderContext context) {
        return new PollReader(settings, door, clock, context);
    }

    @Override
    public TypeInformation<FeedRecord> getProducedType() {
        return FeedRecord.typeInformation();
    }
}
