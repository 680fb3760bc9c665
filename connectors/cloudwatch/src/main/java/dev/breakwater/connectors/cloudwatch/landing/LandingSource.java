package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.cloudwatch.ArrivalClock;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.connectors.source.SingleSplitSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;

/**
 * The ordered feed of CloudWatch Metric Streams JSON from landing folders. Use it with parallelism 1 and {@code
 * WatermarkStrategy.noWatermarks()}. The source stamps its records with the arrival minute and emits the watermark
 * itself, between the last record of a minute and the first of the next. Further parallel readers get nothing and end
 * at once.
 */
public final class LandingSource extends SingleSplitSource<FeedRecord, LandingSource.LandingSplit> {
    /** Name of the parsing threads, which run next to the source's own thread. */
    public static final String PARSER = "landing-parse";

    private final List<? extends LandingFolder.Root> roots;
    private final LandingSettings settings;
    private final long startMillis;

    private LandingSource(List<? extends LandingFolder.Root> roots, LandingSettings settings, long startMillis) {
        this.roots = roots;
        this.settings = settings;
        this.startMillis = startMillis;
    }

    /**
     * Creates a source over these files and folders.
     *
     * @throws IllegalArgumentException if a file or folder is missing or unreadable; the message is one line for people
     */
    public static LandingSource of(List<Path> paths, LandingSettings settings) {
        return over(LocalFolder.of(paths), settings);
    }

    /**
     * Creates an endless source over the objects below prefixes in S3. Names below a prefix must appear in order,
     * except names that the command {@code receive} writes. Any other writer needs its own prefix.
     *
     * @param places   each prefix as {@code s3://bucket/prefix/}, with the only account whose samples are used there;
     *                 if empty, any account
     * @param aws      region, endpoint and role for reading
     * @param settings must be continuous
     */
    public static LandingSource ofBuckets(Map<String, String> places, AwsSettings aws, LandingSettings settings) {
        if (!settings.continuous()) {
            throw new IllegalArgumentException("a bucket can only be read as an unbounded source");
        }
        List<BucketFolder.Root> roots = new ArrayList<>();
        places.forEach((place, account) -> roots.add(BucketFolder.Root.of(place, account, aws)));
        return over(roots, settings);
    }

    /** Creates a source that has no folder and reads nothing. It is used for the format of its state. */
    public static LandingSource nowhere() {
        return over(List.of(), LandingSettings.continuous(Clock.systemUTC()));
    }

    static LandingSource over(List<? extends LandingFolder.Root> roots, LandingSettings settings) {
        return new LandingSource(roots, settings, settings.clock().millis());
    }

    @Override
    public Boundedness getBoundedness() {
        return settings.continuous() ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    protected LandingSplit first() {
        return LandingSplit.fresh();
    }

    @Override
    public SimpleVersionedSerializer<LandingSplit> getSplitSerializer() {
        return new RecordCodec<>("landing split", 1, LandingSplit.class);
    }

    @Override
    public SourceReader<FeedRecord, LandingSplit> createReader(SourceReaderContext context) {
        Counter read = context.metricGroup().getIOMetricGroup().getNumRecordsInCounter();
        return new LandingReader(roots, settings, startMillis, read).measuredIn(context.metricGroup());
    }

    @Override
    public TypeInformation<FeedRecord> getProducedType() {
        return FeedRecord.typeInformation();
    }

    /**
     * The whole feed as one split, because a file or a delivery may mix accounts.
     *
     * @param folders       the position in each folder; a folder that has no position is read from its start
     * @param clocks        the clock of each account and region
     * @param namesShown    the unused metrics for which a reject was already shown
     */
    record LandingSplit(List<FolderState> folders, List<ArrivalClock.State> clocks, List<String> namesShown)
            implements SourceSplit {
        static LandingSplit fresh() {
            return new LandingSplit(List.of(), List.of(), List.of());
        }

        @Override
        public String splitId() {
            return "landing";
        }
    }
}
