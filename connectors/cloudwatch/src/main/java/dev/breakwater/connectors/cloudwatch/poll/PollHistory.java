package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads the history once, for a command that runs no job. The history is read in the same way as in the feed's
 * bootstrap.
 */
public final class PollHistory {

    private static final long TICK_MILLIS = 200;
    /** The longest time to wait for an answer. */
    private static final long PATIENCE_MILLIS = 180_000;

    private final PollSettings settings;
    private final Clock clock;
    /** The newest failed call of each account and region, until a call succeeds. */
    private final Map<String, String> unread = new TreeMap<>();

    private long heardAt;

    private PollHistory(PollSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The result of reading the history.
     *
     * @param usd CloudWatch's charge
     * @param unread one line for each account and region that could not be read, with the reason
     */
    public record Past(double usd, List<String> unread) {}

    /**
     * Reads the last {@link PollSettings#bootstrapMinutes} minutes.
     *
     * @param taker receives the samples in the order of their minutes
     * @throws IllegalStateException when CloudWatch answers nothing for three minutes, or refuses every account; the
     *     message gives the reason
     */
    public static Past read(PollSettings settings, MetricsApi.Factory factory, Clock clock, Consumer<FeedRecord> taker)
            throws InterruptedException {
        return new PollHistory(settings, clock).read(factory, taker);
    }

    private Past read(MetricsApi.Factory factory, Consumer<FeedRecord> taker) throws InterruptedException {
        PollingFeed feed = new PollingFeed(settings, List.of());
        long newest = Math.floorDiv(clock.millis() - settings.timing().settleSeconds() * 1000L, 60_000L) - 1;
        Semaphore came = new Semaphore(0);
        heardAt = clock.millis();
        try (PollFetchers fetchers = new PollFetchers(settings.targets(), factory, came::release)) {
            while (next(feed) <= newest) {
                for (Fetch.Result result = fetchers.poll(); result != null; result = fetchers.poll()) {
                    take(result);
                    feed.offer(result, clock.millis());
                }
                long now = clock.millis();
                if (now - heardAt > PATIENCE_MILLIS) throw silent("CloudWatch has answered nothing for three minutes");
                feed.plan(now).forEach(fetchers::start);
                if (say(feed, taker)) heardAt = now;
                else came.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return new Past(feed.figures().spentUsd, List.copyOf(unread.values()));
    }

    /** Counts each answer, even before all calls of a round are answered, because a slow CloudWatch is not silent. */
    private void take(Fetch.Result result) {
        PollTarget target = result.request().target();
        if (result.failure() == null) {
            heardAt = clock.millis();
            unread.remove(target.id());
            return;
        }
        String call = result.request().lists() ? "cloudwatch:ListMetrics" : "cloudwatch:GetMetricData";
        unread.put(
                target.id(),
                call + " of " + target.account() + " " + target.region() + ": "
                        + result.failure().text());
        boolean denied = result.failure().outcome() == Outcome.DENIED;
        if (denied && unread.size() == settings.targets().size()) throw silent("CloudWatch's history cannot be read");
    }

    private IllegalStateException silent(String what) {
        return new IllegalStateException(what + (unread.isEmpty() ? "" : ": " + String.join("; ", unread.values())));
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
