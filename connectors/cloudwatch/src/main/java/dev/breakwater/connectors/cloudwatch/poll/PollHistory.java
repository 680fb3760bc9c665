package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads the past once for a command that runs no job, in the same way as the feed's bootstrap. */
public final class PollHistory {

    private static final long TICK_MILLIS = 200;
    /** The longest time to wait for an answer. */
    private static final long PATIENCE_MILLIS = 180_000;

    private PollHistory() {}

    /**
     * Reads {@link PollSettings#bootstrapMinutes} up to now.
     *
     * @param taker gets the samples in the order of their minutes
     * @return what CloudWatch charges for it, USD
     * @throws IllegalStateException when CloudWatch does not answer for three minutes
     */
    public static double read(
            PollSettings settings, MetricsApi.Factory factory, Clock clock, Consumer<FeedRecord> taker)
            throws InterruptedException {
        PollingFeed feed = new PollingFeed(settings, List.of());
        long newest = Math.floorDiv(clock.millis() - settings.timing().settleSeconds() * 1000L, 60_000L) - 1;
        Semaphore came = new Semaphore(0);
        long heardAt = clock.millis();
        try (PollFetchers fetchers = new PollFetchers(settings.targets(), factory, came::release)) {
            while (next(feed) <= newest) {
                long now = clock.millis();
                if (now - heardAt > PATIENCE_MILLIS) {
                    throw new IllegalStateException("CloudWatch returned no history; the log has the reason");
                }
                for (Fetch.Result result = fetchers.poll(); result != null; result = fetchers.poll()) {
                    feed.offer(result, now);
                }
                feed.plan(now).forEach(fetchers::start);
                if (say(feed, taker)) heardAt = now;
                else came.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return feed.figures().spentUsd;
    }

    private static long next(PollingFeed feed) {
        return feed.state().stream().mapToLong(s -> s.feed().next()).max().orElse(0);
    }

    private static boolean say(PollingFeed feed, Consumer<FeedRecord> taker) {
        boolean some = false;
        FeedRecord.Output out = (value, timestamp) -> {
            if (value.kind() == FeedRecord.Kind.SAMPLE) taker.accept(value);
        };
        while (feed.step(out)) some = true;
        return some;
    }
}
