package dev.breakwater.connectors.cloudwatch.landing;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.landing.LandingSource.LandingSplit;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Reads the folders given as arguments on one thread, without Flink, and prints what came out and how fast. */
public final class FeedThroughput {
    private FeedThroughput() {}

    /** @param args files and folders */
    public static void main(String[] args) {
        List<Path> paths = Arrays.stream(args).map(Path::of).toList();
        Clock clock = Clock.systemUTC();
        long begin = System.nanoTime();
        Tally tally = new Tally();
        try (LandingFeed feed = new LandingFeed(
                LocalFolder.of(paths), LandingSplit.fresh(), LandingSettings.bounded(clock), clock.millis())) {
            feed.offer(feed.list());
            while (feed.step(tally)) {
                tally.steps++;
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%s%n%,d lines in %.2f s: %,.0f lines/s%n", tally.kinds, tally.steps, seconds, tally.steps / seconds);
    }

    private static final class Tally implements FeedRecord.Output {
        private final TreeMap<String, Long> kinds = new TreeMap<>();
        private final long[] count = new long[FeedRecord.Kind.values().length];
        private long steps;

        @Override
        public void emit(FeedRecord value, long timestamp) {
            long n = ++count[value.kind().ordinal()];
            if (n % 1000 == 1 || value.kind() != FeedRecord.Kind.SAMPLE) {
                kinds.put(value.kind().name(), n);
            }
        }
    }
}
