package dev.breakwater.connectors.cloudwatch.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.poll.PollSettings.PollTarget;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchServer;
import dev.breakwater.connectors.testkit.cloudwatch.FleetPoints;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cost of polling at scale, against the double over HTTP with the AWS SDK in between. The clock is simulated: each
 * batch of up to four parallel calls to an account takes {@value #CALL_MILLIS} ms. The CPU time covers the polling
 * thread and the SDK, but not the double. Prints one line for each case. This is not part of the usual tests.
 * {@code -Dbreakwater.direct=true} leaves out HTTP and the SDK; the CPU time then includes the double.
 */
class PollScale {
    private static final long CALL_MILLIS = 400;
    private static final String[] ACCOUNTS = {"111111111111", "222222222222", "333333333333"};
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final boolean DIRECT = Boolean.getBoolean("breakwater.direct");

    private CloudWatchDouble cloudWatch;
    private PollingFeed feed;
    private final Map<String, MetricsApi> apis = new HashMap<>();
    private final Tally tally = new Tally();
    private long now = PollWorld.START_MILLIS;

    private void open(int functions, PollSettings settings) {
        cloudWatch = new CloudWatchDouble(
                new FleetPoints(functions / settings.targets().size(), () -> now), () -> now);
        feed = new PollingFeed(settings, List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {180, 1440})
    void bootstrap(int windowMinutes) {
        PollSettings settings = PollWorld.settings((int) Duration.ofDays(14).toMinutes(), 50, ACCOUNTS[0])
                .withTiming(PollSettings.Timing.DEFAULT.withWindow(windowMinutes));
        open(500, settings);
        run(settings, () -> {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long wall = System.nanoTime();
            while (feed.figures().lagSeconds > 180 || tally.samples == 0) {
                turn();
                now += 50;
            }
            assertThat(feed.figures().failures).isZero();
            System.out.printf(
                    "bootstrap of 14 days, 500 functions, windows of %d min: %,d calls, %,d metrics, %.2f USD; %,d samples;"
                            + " %.0f s simulated, %.1f s real, %.1f s CPU; heap in use %d MB; %d calls failed%n",
                    windowMinutes,
                    cloudWatch.calls(),
                    cloudWatch.metrics(),
                    cloudWatch.metrics() / 1e5,
                    tally.samples,
                    (now - PollWorld.START_MILLIS) / 1e3,
                    (System.nanoTime() - wall) / 1e9,
                    (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9,
                    heap(),
                    feed.figures().failures);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 300, 1e5})
    void live(double usdPerMonth) {
        PollSettings settings = PollWorld.settings(180, usdPerMonth, ACCOUNTS);
        open(1998, settings);
        run(settings, () -> {
            pass(75);
            tally.lags.clear();
            long cpu = THREADS.getCurrentThreadCpuTime();
            long calls = cloudWatch.calls();
            long metrics = cloudWatch.metrics();
            int minutes = 120;
            pass(minutes);
            double asked = (cloudWatch.metrics() - metrics) / (double) minutes;
            assertThat(feed.figures().usdPerMonth).isLessThanOrEqualTo(usdPerMonth);
            System.out.printf(
                    "1998 functions in 3 accounts, at most %.0f USD/month: %.1f calls/min, %.0f metrics/min, %.0f"
                            + " USD/month (own figure %.0f); CPU %.2f %% of a core; lag from the end of the minute: %s;"
                            + " minutes missed %d%n",
                    usdPerMonth,
                    (cloudWatch.calls() - calls) / (double) minutes,
                    asked,
                    asked * 60 * 24 * 30.4 / 1e5,
                    feed.figures().usdPerMonth,
                    (THREADS.getCurrentThreadCpuTime() - cpu) / (minutes * 60e9) * 100,
                    tally.lags(),
                    feed.figures().minutesMissed);
        });
    }

    private void run(PollSettings settings, Runnable work) {
        try (CloudWatchServer server = CloudWatchServer.start(cloudWatch)) {
            for (PollTarget target : settings.targets()) {
                MetricsApi api = DIRECT
                        ? new DoubleApi(cloudWatch, new Points.Place(target.account(), target.region()))
                        : AwsMetricsApiTest.open(server, target);
                apis.put(target.id(), api);
            }
            work.run();
            apis.values().forEach(MetricsApi::close);
        }
    }

    private void pass(int minutes) {
        for (long end = now + minutes * 60_000L; now < end; now += 500) {
            turn();
        }
    }

    /** Sends all requests that are due. Each account has four calls at once, and accounts run in parallel. */
    private void turn() {
        while (true) {
            List<Fetch.Request> requests = feed.plan(now);
            if (!requests.isEmpty()) {
                List<Fetch.Result> results = new ArrayList<>();
                requests.forEach(
                        r -> results.add(Fetch.run(r, apis.get(r.target().id()))));
                now += CALL_MILLIS;
                results.forEach(result -> feed.offer(result, now));
            }
            boolean said = false;
            while (feed.step(tally)) {
                said = true;
            }
            if (requests.isEmpty() && !said) {
                return;
            }
        }
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    /** Counts samples and measures how late they are. */
    private final class Tally implements FeedRecord.Output {
        private final Map<String, List<Long>> lags = new HashMap<>();
        private long samples;

        @Override
        public void emit(FeedRecord r, long timestamp) {
            if (r.kind() != FeedRecord.Kind.SAMPLE) {
                return;
            }
            samples++;
            if (r.datapoint().function().isEmpty()) {
                return;
            }
            String kind = switch (r.datapoint()
                    .function()
                    .charAt(r.datapoint().function().length() - 1)) {
                case '0', '1' -> "busy";
                case '2', '3', '4' -> "now and then";
                default -> "asleep";
            };
            lags.computeIfAbsent(kind, k -> new ArrayList<>())
                    .add(now - (r.datapoint().minute() + 1) * 60_000);
        }

        String lags() {
            StringBuilder text = new StringBuilder();
            for (String kind : List.of("busy", "now and then", "asleep")) {
                long[] sorted = lags.getOrDefault(kind, List.of()).stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray();
                text.append(text.isEmpty() ? "" : ", ").append(kind).append(' ');
                text.append(sorted.length == 0 ? "none" : quantile(sorted, .5) + "/" + quantile(sorted, .99));
            }
            return text + " s (median/p99)";
        }

        private static long quantile(long[] sorted, double q) {
            return sorted[(int) Math.min(sorted.length - 1, Math.round(q * sorted.length))] / 1000;
        }
    }
}
