package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.aws.bucket.Folders.S3Place;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads a landing folder with the job's own reader. */
public final class LandedSamples implements AutoCloseable {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final LandingFeed feed;

    private final S3Client s3;

    private LandedSamples(Path folder, LandingSettings settings) {
        feed = new LandingFeed(LocalFolder.of(List.of(folder)), LandingSplit.fresh(), settings, CLOCK.millis());
        s3 = null;
    }

    private LandedSamples(S3Client s3, LandingSplit from) {
        this.s3 = s3;
        LandingFolder.Root root = new LandingFolder.Root() {
            @Override
            public String root() {
                return "s3://landing/zone/";
            }

            @Override
            public LandingFolder open() {
                return new BucketFolder(S3Place.of(root()), "", s3, () -> {}, CLOCK);
            }
        };
        feed = new LandingFeed(List.of(root), from, LandingSettings.continuous(CLOCK), CLOCK.millis());
    }

    /** Reads {@code s3://landing/zone/}, like {@code run}. */
    public static LandedSamples following(S3Client s3) {
        return new LandedSamples(s3, LandingSplit.fresh());
    }

    /** Returns a reader that continues from a checkpoint of this reader. */
    public LandedSamples restarted() throws IOException {
        SimpleVersionedSerializer<LandingSource.LandingSplit> splits =
                LandingSource.nowhere().getSplitSerializer();
        return new LandedSamples(s3, splits.deserialize(splits.getVersion(), splits.serialize(feed.state())));
    }

    /** Returns all records to the present end, in order: samples, rejects and late samples. */
    public static List<FeedRecord> of(Path folder) {
        try (LandedSamples samples = new LandedSamples(folder, LandingSettings.bounded(CLOCK))) {
            return samples.more();
        }
    }

    /** Continues to read as files appear, like {@code run}. */
    public static LandedSamples following(Path folder) {
        return new LandedSamples(folder, LandingSettings.continuous(CLOCK));
    }

    /** Returns the records since the last call. */
    public List<FeedRecord> more() {
        List<FeedRecord> all = new ArrayList<>();
        feed.offer(feed.list());
        FeedRecord.Output out = new FeedRecord.Output() {
            @Override
            public void emit(FeedRecord value, long timestamp) {
                if (value.kind() != FeedRecord.Kind.PULSE) {
                    all.add(value);
                }
            }
        };
        while (feed.step(out)) {
            // until there are no more records
        }
        return all;
    }

    @Override
    public void close() {
        feed.close();
    }
}
