package dev.breakwater.connectors.cloudwatch.poll;

import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.cloudwatch.poll.PollingSource.PollSplit;
import dev.breakwater.connectors.source.RecordCodec;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.StoredPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A feed over the double, on a clock that the test moves. There are no other threads. */
final class PollWorld {
    static final long START_MILLIS = Instant.parse("2026-03-10T12:00:00Z").toEpochMilli();
    static final long START = START_MILLIS / 60_000;
    static final String A = "111111111111";
    static final String B = "222222222222";
    static final String REGION = "eu-west-1";
    static final Points.Place HOME = new Points.Place(A, REGION);
    static final Points.Place AWAY = new Points.Place(B, REGION);

    final StoredPoints points = new StoredPoints(this::now);
    final CloudWatchDouble cloudWatch = new CloudWatchDouble(points, this::now);
    final Recorded said = new Recorded();
    final Map<String, Double> truth = new TreeMap<>();
    final List<Fetch.Request> asked = new ArrayList<>();
    private final Map<String, MetricsApi> apis = new HashMap<>();
    private final PollSettings settings;
    PollingFeed feed;
    private long now = START_MILLIS;

    PollWorld(PollSettings settings) {
        this.settings = settings;
        for (PollTarget target : settings.targets()) {
            apis.put(target.id(), new DoubleApi(cloudWatch, new Points.Place(target.account(), target.region())));
        }
        feed = new PollingFeed(settings, List.of());
    }

    static PollSettings settings(int bootstrapMinutes, double usdPerMonth, String... accounts) {
        List<PollTarget> targets = new ArrayList<>();
        for (String account : accounts) {
            targets.add(new PollTarget(account, REGION, ""));
        }
        return new PollSettings(
                targets, 1, bootstrapMinutes, PollSettings.Timing.DEFAULT, PollSettings.Budget.of(usdPerMonth));
    }

    static String key(String account, String region, String function, String metric, long minute) {
        return account + ' ' + region + ' ' + function + ' ' + metric + ' ' + (minute - START);
    }

    long now() {
        return now;
    }

    /** Returns the present minute of the wall clock, counted from the start. */
    long minute() {
        return now / 60_000 - START;
    }

    /** Puts a minute of a function, which is visible 20 seconds after its end. Each call takes 100 ms. */
    PollWorld calls(Points.Place place, String function, long minute, int calls) {
        return calls(place, function, minute, calls, (START + minute) * 60_000 + 80_000);
    }

    PollWorld calls(Points.Place place, String function, long minute, int calls, long seenFrom) {
        put(place, function, "Invocations", minute, calls, seenFrom);
        put(place, function, "Duration", minute, calls * 100.0, seenFrom);
        put(place, function, "ConcurrentExecutions", minute, 1 + calls / 60, seenFrom);
        put(place, function, "Throttles", minute, 0, seenFrom);
        put(place, function, "Errors", minute, 0, seenFrom);
        return this;
    }

    void put(Points.Place place, String function, String metric, long minute, double value, long seenFrom) {
        points.put(place, function, metric, START + minute, value, seenFrom);
        boolean zero = value == 0 && (metric.equals("Throttles") || metric.equals("Errors"));
        String key = key(place.account(), place.region(), function, metric, START + minute);
        if (!zero) {
            truth.put(key, value);
        } else {
            truth.computeIfPresent(key, (k, v) -> 0.0);
        }
    }

    /** Advances the clock in steps of five seconds, and does all work that is due. */
    void live(long minutes) {
        for (long end = now + minutes * 60_000; now < end; ) {
            now += 5_000;
            turn();
        }
    }

    /** Does all work that is due now. */
    void turn() {
        while (ask() || say()) {
            // until there is no more work
        }
    }

    boolean ask() {
        List<Fetch.Request> requests = feed.plan(now);
        for (Fetch.Request request : requests) {
            asked.add(request);
            feed.offer(Fetch.run(request, apis.get(request.target().id())), now);
        }
        return !requests.isEmpty();
    }

    boolean say() {
        said.now = now;
        boolean some = false;
        while (feed.step(said)) {
            some = true;
        }
        return some;
    }

    void pass(long millis) {
        now += millis;
    }

    List<byte[]> checkpoint() {
        RecordCodec<PollSplit> serializer = new RecordCodec<>("poll split", 1, PollSplit.class);
        return feed.state().stream().map(serializer::serialize).toList();
    }

    /** Simulates a crash, and restores from a checkpoint after this many records. */
    void restore(List<byte[]> checkpoint, int records) {
        RecordCodec<PollSplit> serializer = new RecordCodec<>("poll split", 1, PollSplit.class);
        List<PollSplit> splits = new ArrayList<>();
        try {
            for (byte[] bytes : checkpoint) {
                splits.add(serializer.deserialize(serializer.getVersion(), bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        said.backTo(records);
        feed = new PollingFeed(settings, splits);
    }

    /** Returns the present values of the functions, without the region's totals. */
    Map<String, Double> standing() {
        Map<String, Double> standing = new TreeMap<>(said.standing());
        standing.keySet().removeIf(key -> key.contains(REGION + "  "));
        return standing;
    }
}
