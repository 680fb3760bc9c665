package dev.breakwater.connectors.cloudwatch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reads a landing folder with the job's own reader, to the end of what is there. */
public final class LandedSamples {
    private LandedSamples() {}

    /** All records in order: samples, rejects, late ones. */
    public static List<FeedRecord> of(Path folder) {
        Clock clock = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);
        LandingSettings settings = LandingSettings.bounded(clock);
        List<FeedRecord> all = new ArrayList<>();
        LandingSplit fresh = new LandingSplit(List.of(), ArrivalClock.NONE, 0, List.of());
        try (LandingFeed feed = new LandingFeed(LandingInputs.of(List.of(folder)), fresh, settings, clock.millis())) {
            feed.offer(feed.list());
            FeedOutput out = new FeedOutput() {
                @Override
                public void emit(FeedRecord value, long timestamp) {
                    if (value.kind() != FeedRecord.Kind.PULSE) {
                        all.add(value);
                    }
                }

                @Override
                public void watermark(long timestamp) {
                    // order is not asked for here
                }
            };
            while (feed.step(out)) {
                // until there is no more
            }
        }
        return all;
    }
}
