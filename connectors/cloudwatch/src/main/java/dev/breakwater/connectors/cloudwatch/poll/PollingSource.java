package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.connectors.source.SingleSplitSource.FirstReaderEnumerator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * The ordered feed of the Lambda metrics of all accounts and regions, read from CloudWatch with GetMetricData. Use it
 * with parallelism 1 and {@code WatermarkStrategy.noWatermarks()}, because the source stamps its records with the
 * arrival minute and emits the watermark itself. Further parallel readers get nothing, even after a savepoint with
 * another parallelism.
 */
public final class PollingSource
        implements Source<FeedRecord, PollSplit.All, PollingSource.PollEnumerator.State>,
                ResultTypeQueryable<FeedRecord> {
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
        return new RecordCodec<>("poll splits", 1, PollSplit.All.class);
    }

    @Override
    public SimpleVersionedSerializer<PollEnumerator.State> getEnumeratorCheckpointSerializer() {
        return new RecordCodec<>("poll enumerator state", 1, PollEnumerator.State.class);
    }

    @Override
    public SourceReader<FeedRecord, PollSplit.All> createReader(SourceReaderContext context) {
        return new PollReader(settings, factory, clock, context);
    }

    @Override
    public TypeInformation<FeedRecord> getProducedType() {
        return FeedRecord.typeInformation();
    }

    /**
     * Assigns all targets as one split. A target that is new since the checkpoint becomes a new part of this split. The
     * reader drops targets that were removed.
     */
    static final class PollEnumerator extends FirstReaderEnumerator<PollSplit.All, PollEnumerator.State> {
        /**
         * @param pending the splits that no reader has
         * @param known   the ids of all splits that were ever made
         */
        record State(List<PollSplit> pending, List<String> known) {
            static final State NEW = new State(List.of(), List.of());
        }

        private final List<PollSplit> pending;
        private final Set<String> known;

        PollEnumerator(SplitEnumeratorContext<PollSplit.All> context, List<PollTarget> targets, State state) {
            super(context);
            pending = new ArrayList<>(state.pending());
            known = new HashSet<>(state.known());
            for (PollTarget target : targets) {
                if (known.add(target.id())) {
                    pending.add(PollSplit.fresh(target));
                }
            }
        }

        @Override
        protected List<PollSplit.All> takeWaiting() {
            List<PollSplit.All> waiting = pending.isEmpty() ? List.of() : List.of(new PollSplit.All(pending));
            pending.clear();
            return waiting;
        }

        @Override
        protected void putBack(List<PollSplit.All> splits) {
            splits.forEach(some -> pending.addAll(some.all()));
        }

        @Override
        public State snapshotState(long checkpointId) {
            return new State(List.copyOf(pending), known.stream().sorted().toList());
        }
    }
}
