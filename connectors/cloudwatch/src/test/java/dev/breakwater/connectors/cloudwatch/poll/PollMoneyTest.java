package dev.breakwater.connectors.cloudwatch.poll;

import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.A;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.HOME;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.START;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.model.MetricRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PollMoneyTest {

    @Test
    void asksTheBusyEachMinuteAndTheQuietRarely() {
        // 60 metrics a minute: 6 for the region, 7 for 20 functions at the longest period, and the rest for busy
        // functions
        PollWorld world = new PollWorld(settings(20, usdFor(60), A));
        fleet(world, 20, 130);
        world.live(30);
        world.asked.clear();
        world.live(48);
        Map<String, Long> polls = polls(world);
        assertThat(polls.get("f19")).isBetween(47L, 49L);
        assertThat(polls.get("f18")).isBetween(47L, 49L);
        assertThat(polls.get("f00")).isBetween(3L, 6L);
        assertThat(world.standing().keySet())
                .contains(PollWorld.key(A, PollWorld.REGION, "f00", "Duration", START + 40));
        assertThat(world.feed.figures().minutesMissed).isZero();
        assertThat(world.said.standing()).isNotEmpty();
    }

    @Test
    void spendsAtTheRateThatLastsToTheEndOfTheMonth() {
        PollWorld world = new PollWorld(settings(20, usdFor(60), A));
        fleet(world, 40, 200);
        world.live(60);
        long before = world.cloudWatch.metrics();
        world.live(120);
        double perMinute = (world.cloudWatch.metrics() - before) / 120.0;
        assertThat(perMinute).isCloseTo(60, within(6.0));
        assertThat(world.feed.figures().metrics).isEqualTo(world.cloudWatch.metrics());
        assertThat(world.feed.figures().usdPerMonth).isCloseTo(60 * 60 * 24 * 30.4 / 1e5, within(4.0));
    }

    @Test
    void neverSpendsMoreThanTheMonthHas() {
        double usd = 0.02;
        PollWorld world = new PollWorld(settings(60, usd, A));
        fleet(world, 30, 600);
        world.live(600);
        assertThat(world.cloudWatch.metrics())
                .isLessThanOrEqualTo(Math.round(usd * 1e5))
                .isPositive();
        assertThat(world.feed.figures().spentUsd).isLessThanOrEqualTo(usd);
    }

    @Test
    void readsLessOfThePastWhenTheMoneyIsShort() {
        PollWorld poor = new PollWorld(settings(10 * 24 * 60, 0.5, A));
        fleet(poor, 10, 10);
        poor.points.put(HOME, "f00", "Invocations", START - 9 * 24 * 60, 1);
        poor.live(5);
        assertThat(poor.feed.figures().spentUsd).isLessThan(0.3);
        assertThat(poor.said.samplesOf("f09")).isNotEmpty();
    }

    @Test
    void seesASleeperWakeInTheRegionsTotal() {
        PollWorld world = sleeping(5_000);
        world.live(6);
        FeedRecord first = world.said.samplesOf("sleeper").stream()
                .filter(r -> r.datapoint().minute() == START + 100)
                .findFirst()
                .orElseThrow();
        long lag = world.said.saidAt.get(world.said.records.indexOf(first)) - (START + 101) * 60_000;
        assertThat(lag).isLessThan(2 * 60_000);
        assertThat(world.said.samplesOf("sleeper"))
                .filteredOn(r -> r.datapoint().minute() == START + 100)
                .extracting(r -> r.datapoint().metric())
                .contains(MetricRole.CALLS, MetricRole.MILLISECONDS, MetricRole.CONCURRENCY);
    }

    /** CloudWatch charges for each requested metric, not for its minutes. */
    @Test
    void toAskAgainForAnHourCostsNoMoreThanForAQuarter() {
        List<Long> metrics = new ArrayList<>();
        for (int overlap : new int[] {15, 30, 60}) {
            PollWorld world =
                    new PollWorld(settings(20, 1e6, A).withTiming(PollSettings.Timing.DEFAULT.withOverlap(overlap)));
            fleet(world, 8, 90);
            world.live(80);
            metrics.add(world.feed.figures().metrics);
        }
        assertThat(metrics.get(0)).isPositive();
        assertThat(metrics).containsOnly(metrics.get(0));
    }

    /** Tests calls of 15 minutes: no call ends, and the region's concurrency rises. */
    @Test
    void seesCallsThatRunInConcurrencyAlone() {
        PollWorld world = sleeping(0);
        long from = world.minute();
        for (long m = from; m < from + 20; m++) {
            long seen = (PollWorld.START + m) * 60_000 + 80_000;
            world.put(HOME, "sleeper", "ConcurrentExecutions", m, 400, seen);
            world.put(HOME, "", "UnreservedConcurrentExecutions", m, 410, seen);
        }
        world.live(15);
        assertThat(world.said.samplesOf("sleeper").stream()
                        .filter(r -> r.datapoint().metric() == MetricRole.CONCURRENCY
                                && r.datapoint().max() == 400)
                        .map(r -> r.datapoint().minute())
                        .filter(m -> m < PollWorld.START + from + 12))
                .as("each minute, from the first one on")
                .containsExactlyElementsOf(
                        java.util.stream.LongStream.range(PollWorld.START + from, PollWorld.START + from + 12)
                                .boxed()
                                .toList());
    }

    @Test
    void seesASleeperWakeWithinTenMinutesWhenItIsTooLittleToShow() {
        PollWorld world = sleeping(5);
        world.live(13);
        assertThat(world.said.samplesOf("sleeper"))
                .extracting(r -> r.datapoint().minute() - START)
                .contains(100L, 101L);
    }

    @Test
    void asksForThrottlesOnlyWhereTheRegionHasSome() {
        PollWorld world = new PollWorld(settings(20, 1e6, A));
        fleet(world, 5, 60);
        world.live(20);
        assertThat(asksFor(world, MetricRole.REFUSALS)).isZero();
        world.put(HOME, "f03", "Throttles", 20, 9, (START + 22) * 60_000);
        world.live(5);
        assertThat(asksFor(world, MetricRole.REFUSALS)).isPositive();
        assertThat(world.said.samplesOf("f03"))
                .filteredOn(r -> r.datapoint().metric() == MetricRole.REFUSALS)
                .extracting(r -> r.datapoint().sum())
                .containsExactly(9.0);
    }

    /** Sets up one busy function, and one that was last active long ago and wakes in minute 100. */
    private static PollWorld sleeping(int calls) {
        PollWorld world = new PollWorld(settings(30, 1e6, A));
        for (int m = -30; m < 130; m++) {
            world.calls(HOME, "busy", m, 50);
        }
        world.calls(HOME, "sleeper", -29, 3);
        for (int m = 100; m < 120; m++) {
            world.calls(HOME, "sleeper", m, calls);
        }
        world.live(101);
        assertThat(world.said.samplesOf("sleeper"))
                .extracting(r -> r.datapoint().minute() - START)
                .containsOnly(-29L);
        return world;
    }

    /** Sets up functions f00, f01, ..., each busier than the one before. */
    private static void fleet(PollWorld world, int functions, int minutes) {
        for (int i = 0; i < functions; i++) {
            String name = String.format("f%02d", i);
            for (int m = -60; m < minutes; m++) {
                world.calls(HOME, name, m, 2 + 3 * i);
            }
        }
    }

    private static double usdFor(int metricsPerMinute) {
        return metricsPerMinute * 60 * 24 * 31 / 1e5;
    }

    private static Map<String, Long> polls(PollWorld world) {
        return world.asked.stream()
                .filter(r -> !r.lists())
                .flatMap(r -> r.data().queries().stream())
                .filter(q -> q.metric() == MetricRole.MILLISECONDS)
                .collect(Collectors.groupingBy(MetricQuery::function, TreeMap::new, Collectors.counting()));
    }

    private static long asksFor(PollWorld world, MetricRole metric) {
        List<Fetch.Request> data = world.asked.stream().filter(r -> !r.lists()).toList();
        return data.stream()
                .flatMap(r -> r.data().queries().stream())
                .filter(q -> q.metric() == metric && !q.function().isEmpty())
                .count();
    }
}
