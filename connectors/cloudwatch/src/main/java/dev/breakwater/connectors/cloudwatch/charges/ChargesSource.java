package dev.breakwater.connectors.cloudwatch.charges;

import dev.breakwater.connectors.cloudwatch.SingleSplitEnumerator;
import dev.breakwater.connectors.cloudwatch.SingleSplitStateSerializer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;

/**
 * Lambda's estimated charges of some accounts, asked for again and again. Use it with parallelism 1 and
 * {@code WatermarkStrategy.noWatermarks()}: it emits the maximal watermark at once, because a reading says itself of
 * which time it is. After a restart the last days are read again.
 */
public final class ChargesSource
        implements Source<ChargeReading, ChargesSplit, SingleSplitEnumerator.State<ChargesSplit>>,
                ResultTypeQueryable<ChargeReading> {

    /** 0.04 USD a month for each account at AWS's price of a queried metric. */
    public static final Duration EVERY = Duration.ofHours(1);

    private final List<ChargesTarget> targets;
    private final ChargesDoor door;
    private final Duration every;
    private final Clock clock;

    private ChargesSource(List<ChargesTarget> targets, ChargesDoor door, Duration every, Clock clock) {
        this.targets = List.copyOf(targets);
        this.door = door;
        this.every = every;
        this.clock = clock;
    }

    /**
     * Asks CloudWatch every hour.
     *
     * @param endpoint replaces the service's endpoint, or empty
     */
    public static ChargesSource of(List<ChargesTarget> targets, String endpoint) {
        return of(targets, new AwsChargesDoor(endpoint), EVERY, Clock.systemUTC());
    }

    static ChargesSource of(List<ChargesTarget> targets, ChargesDoor door, Duration every, Clock clock) {
        return new ChargesSource(targets, door, every, clock);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<ChargesSplit, SingleSplitEnumerator.State<ChargesSplit>> createEnumerator(
            SplitEnumeratorContext<ChargesSplit> context) {
        return restoreEnumerator(context, new SingleSplitEnumerator.State<>(new ChargesSplit()));
    }

    @Override
    public SplitEnumerator<ChargesSplit, SingleSplitEnumerator.State<ChargesSplit>> restoreEnumerator(
            SplitEnumeratorContext<ChargesSplit> context, SingleSplitEnumerator.State<ChargesSplit> state) {
        return new SingleSplitEnumerator<>(context, state);
    }

    @Override
    public SimpleVersionedSerializer<ChargesSplit> getSplitSerializer() {
        return new ChargesSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<SingleSplitEnumerator.State<ChargesSplit>> getEnumeratorCheckpointSerializer() {
        return new SingleSplitStateSerializer<>(new ChargesSplit.Serializer());
    }

    @Override
    public SourceReader<ChargeReading, ChargesSplit> createReader(SourceReaderContext context) {
        Counter read = context.metricGroup().getIOMetricGroup().getNumRecordsInCounter();
        return new ChargesReader(targets, door, every, clock, read);
    }

    @Override
    public TypeInformation<ChargeReading> getProducedType() {
        return TypeInformation.of(ChargeReading.class);
    }
}
