package dev.breakwater.engine.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.MetricRole;
import dev.breakwater.model.Observation;
import dev.breakwater.model.Sample;
import dev.breakwater.model.kind.LambdaPricing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random calls, each with a start and an end, are reported as Lambda reports them. A call's metrics arrive when it has
 * ended, and count in the minute of its start. Concurrency is reported for its own minute. The test compares the
 * estimate with the calls.
 */
class RunningCallsTest {

    private static final long START = 29_400_000;
    private static final double NANO_PER_REQUEST = 200;
    private static final double NANO_PER_GB_SECOND = 16_666.7;
    private static final int MEMORY_MB = 10_240;

    /** A call. Times are seconds since {@link #START}. */
    private record Call(double begin, double end) {

        long minute() {
            return (long) Math.floor(begin / 60);
        }

        double nano(double until) {
            double seconds = Math.min(end, until) - begin;
            return NANO_PER_REQUEST + seconds * MEMORY_MB / 1024 * NANO_PER_GB_SECOND;
        }
    }

    private final MinuteWindow window = new MinuteWindow();
    private final MinuteJoin join = new MinuteJoin(window, LambdaPricing.of(200, 16_666.7, 0, MEMORY_MB, 900));
    private final TreeMap<Long, Observation> newest = new TreeMap<>();

    @Test
    void callsOfAQuarterOfAnHourAreThereWhileTheyRunAndExactOnceTheyEnded() {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 1000; i++) calls.add(new Call(i * .05, 880 + i * .05));

        play(calls, 0, 5, 2);
        // the feed is at minute 5 and the newest complete minute is 3, so 1,000 calls have run for at least two minutes
        // each
        assertThat(newest.get(START).invocations()).isEqualTo(1000);
        assertThat(newest.get(START).costNano())
                .isEqualTo(Math.round(1000 * (NANO_PER_REQUEST + 120 * 10 * NANO_PER_GB_SECOND)));

        play(calls, 5, 14, 2);
        assertThat(total()).isBetween(.75 * billed(calls, 14 * 60), billed(calls, 14 * 60));

        play(calls, 14, 20, 2);
        assertThat(total()).isCloseTo(billed(calls, 1e9), within(1e-6 * billed(calls, 1e9)));
        assertThat(window.someRun).isFalse();
    }

    @Test
    void neverMoreThanRanAndInTheEndAllOfIt() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<Call> calls = drawn(random);
            int delay = 1 + random.nextInt(2);
            RunningCallsTest world = new RunningCallsTest();
            for (int m = 0; m < 75; m++) {
                world.play(calls, m, m + 1, delay);
                assertThat(world.total())
                        .as("seed %d at minute %d", seed, m)
                        .isLessThanOrEqualTo(billed(calls, (m + 1) * 60) * (1 + 1e-9) + 100);
            }
            double all = billed(calls, 1e9);
            assertThat(world.total()).as("seed %d", seed).isCloseTo(all, within(1e-6 * all));
        }
    }

    @Test
    void shortCallsWhoseMetricsAreLateDoNotLookLikeCallsThatRun() {
        LambdaPricing ofAMinute = LambdaPricing.of(200, 16_666.7, 0, MEMORY_MB, 60);
        MinuteJoin brief = new MinuteJoin(window, ofAMinute);
        for (long m = START; m < START + 10; m++) {
            take(brief, MetricRole.CONCURRENCY, m, m, 500, 1);
            record(brief.due(m - 2, key()));
        }
        assertThat(total()).isZero();
        // for a function that may run longer, two minutes of a late metric are no evidence
        MinuteWindow other = new MinuteWindow();
        MinuteJoin lasting = new MinuteJoin(other, join.kind(), join.pricing());
        for (long m = START; m < START + 2; m++) {
            take(lasting, MetricRole.CONCURRENCY, m, m, 500, 1);
            record(lasting.due(m - 2, key()));
        }
        record(lasting.due(START, key()));
        record(lasting.due(START + 1, key()));
        assertThat(total()).isZero();
    }

    private static List<Call> drawn(Random random) {
        List<Call> calls = new ArrayList<>();
        int bursts = 1 + random.nextInt(6);
        for (int b = 0; b < bursts; b++) {
            double at = random.nextInt(30 * 60);
            double length = random.nextInt(3) == 0 ? .2 + random.nextDouble() : 30 + random.nextInt(870);
            int many = 1 + random.nextInt(200);
            for (int i = 0; i < many; i++) {
                double begin = at + random.nextDouble() * 120;
                calls.add(new Call(begin, begin + Math.min(900, length * (.8 + .4 * random.nextDouble()))));
            }
        }
        return calls;
    }

    private static double billed(List<Call> calls, double until) {
        return calls.stream()
                .filter(c -> c.begin < until)
                .mapToDouble(c -> c.nano(until))
                .sum();
    }

    private double total() {
        return newest.values().stream().mapToDouble(Observation::costNano).sum();
    }

    /**
     * Reports what becomes known in each minute of the feed. This is the calls that have ended by then, and the
     * concurrency of the minute before.
     */
    private void play(List<Call> calls, int from, int to, int delay) {
        for (int feed = from; feed < to; feed++) {
            for (int m = Math.max(0, feed - 16 - delay); m <= feed; m++) {
                long minute = m;
                double known = (feed - delay + 1) * 60;
                List<Call> ended = calls.stream()
                        .filter(c -> c.minute() == minute && c.end <= known)
                        .toList();
                double ms = ended.stream()
                        .mapToDouble(c -> (c.end - c.begin) * 1000)
                        .sum();
                if (!ended.isEmpty()) {
                    take(join, MetricRole.CALLS, START + m, START + feed, ended.size(), ended.size());
                    take(join, MetricRole.MILLISECONDS, START + m, START + feed, ms, ended.size());
                }
            }
            int running = peak(calls, feed - delay + 1);
            if (running > 0) take(join, MetricRole.CONCURRENCY, START + feed - delay + 1, START + feed, running, 1);
            for (long m = feed - 20L; m < feed; m++) if (window.waits(START + m)) record(join.due(START + m, key()));
        }
    }

    private static int peak(List<Call> calls, int minute) {
        int peak = 0;
        for (int s = 0; s < 60; s++) {
            double at = minute * 60 + s;
            peak = Math.max(peak, (int)
                    calls.stream().filter(c -> c.begin <= at && c.end > at).count());
        }
        return peak;
    }

    private void take(MinuteJoin to, MetricRole metric, long minute, long arrival, double value, double count) {
        record(to.take(new Sample("1", "r", "f", metric, minute, arrival, 0, 0, value, count)));
    }

    private void record(List<Observation> minutes) {
        for (Observation o : minutes) newest.put(o.minute(), o);
    }

    private static FunctionKey key() {
        return new FunctionKey("1", "r", "f");
    }
}
