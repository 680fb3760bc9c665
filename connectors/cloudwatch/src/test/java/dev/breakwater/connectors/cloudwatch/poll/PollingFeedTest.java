package dev.breakwater.connectors.cloudwatch.poll;

import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.A;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.AWAY;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.B;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.HOME;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.START;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.FeedRecord;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Kind;
import dev.breakwater.connectors.cloudwatch.Heard;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.connectors.cloudwatch.poll.MetricsApi.MetricQuery;
import dev.breakwater.connectors.testkit.cloudwatch.Refused;
import dev.breakwater.model.MetricRole;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollingFeedTest {
    private static final double RICH = 1e6;

    @Test
    void emitsAllAccountsInTheOrderOfTheDataMinute() {
        PollWorld world = new PollWorld(settings(0, RICH, A, B));
        for (int m = -5; m < 30; m++) {
            world.calls(HOME, "f", m, 10).calls(HOME, "g", m, 5).calls(AWAY, "h", m, 7);
        }
        world.live(20);
        List<Long> minutes = world.said.samples().stream()
                .map(r -> r.datapoint().minute() - START)
                .distinct()
                .toList();
        assertThat(minutes).isSorted().endsWith(18L);
        assertThat(world.said.samples().stream().map(r -> r.datapoint().minute()))
                .isSorted();
        assertThat(world.said.samples())
                .extracting(r -> r.datapoint().account())
                .contains(A, B);
        world.said.standing();
    }

    @Test
    void saysADurationWithItsCallsAndConcurrencyWithItsMaximum() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        world.calls(HOME, "f", 0, 120).calls(HOME, "f", 1, 120);
        world.live(4);
        assertThat(world.said.samplesOf("f"))
                .filteredOn(r -> r.datapoint().minute() == START + 1)
                .extracting(
                        r -> r.datapoint().metric(),
                        r -> r.datapoint().count(),
                        r -> r.datapoint().sum(),
                        r -> r.datapoint().max())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(MetricRole.CALLS, 120.0, 120.0, 1.0),
                        org.assertj.core.groups.Tuple.tuple(MetricRole.CONCURRENCY, 1.0, 3.0, 3.0),
                        org.assertj.core.groups.Tuple.tuple(MetricRole.MILLISECONDS, 120.0, 12_000.0, 100.0));
    }

    @Test
    void saysWhatFunctionsWithoutAReservationUseOfTheRegionAndAsksNothingElseNew() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        world.calls(HOME, "f", 0, 120).calls(HOME, "f", 1, 120);
        world.put(HOME, "", "UnreservedConcurrentExecutions", 1, 640, world.now());
        world.live(4);
        assertThat(world.said.samplesOf(""))
                .filteredOn(r -> r.datapoint().metric() == MetricRole.UNRESERVED_CONCURRENCY)
                .extracting(
                        r -> r.datapoint().account(),
                        r -> r.datapoint().region(),
                        r -> r.datapoint().minute(),
                        r -> r.datapoint().max())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(A, PollWorld.REGION, START + 1, 640.0));
        assertThat(world.asked.stream()
                        .filter(r -> r.data() != null)
                        .flatMap(r -> r.data().queries().stream())
                        .filter(q -> q.function().isEmpty())
                        .map(MetricQuery::metric)
                        .distinct())
                .as("metrics that are charged of a region")
                .containsExactlyElementsOf(MetricQuery.REGION);
        assertThat(new MetricQuery("", MetricRole.UNRESERVED_CONCURRENCY).statistic())
                .isEqualTo("Maximum");
    }

    @Test
    void pulsesEachMinuteThatWasAskedEvenIfNothingCame() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        world.calls(HOME, "f", -30, 1);
        world.live(10);
        assertThat(world.said.records).extracting(FeedRecord::kind).containsOnly(Kind.PULSE);
        assertThat(world.said.records).noneMatch(Heard::silent);
        assertThat(world.said.records)
                .extracting(r -> r.arrivalMinute() - START)
                .isSorted()
                .endsWith(7L);
    }

    @Test
    void emitsAgainOnlyWhatChanged() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        for (int m = 0; m < 12; m++) {
            world.calls(HOME, "f", m, 10);
        }
        world.live(6);
        world.calls(HOME, "f", 2, 11, world.now());
        world.live(5);
        List<FeedRecord> second = world.said.samplesOf("f").stream()
                .filter(r ->
                        r.datapoint().minute() == START + 2 && r.datapoint().metric() == MetricRole.CALLS)
                .toList();
        assertThat(second).extracting(r -> r.datapoint().sum()).containsExactly(10.0, 11.0);
        assertThat(second.get(1).arrivalMinute()).isGreaterThan(START + 2);
        assertThat(world.standing())
                .containsEntry(PollWorld.key(A, PollWorld.REGION, "f", "Duration", START + 2), 1100.0);
    }

    @Test
    void asksPartialQueriesAgain() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        world.calls(HOME, "f", 1, 10)
                .calls(HOME, "g", 1, 10)
                .calls(HOME, "f", -2, 1)
                .calls(HOME, "g", -2, 1);
        world.live(2);
        world.cloudWatch.fail("g", true);
        world.live(1);
        assertThat(world.said.samplesOf("g"))
                .extracting(r -> r.datapoint().minute() - START)
                .doesNotContain(1L);
        world.cloudWatch.fail("g", false);
        world.live(3);
        assertThat(world.said.samplesOf("g"))
                .extracting(r -> r.datapoint().minute() - START)
                .contains(1L);
        assertThat(world.said.gaps(A, START)).isEmpty();
        assertThat(world.feed.figures().askedAgain).isPositive();
    }

    @Test
    void goesOnWithoutAQueryThatIsNeverAnsweredAndCallsTheMinuteUnknown() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        for (int m = -2; m < 12; m++) {
            world.calls(HOME, "f", m, 10).calls(HOME, "g", m, 10);
        }
        world.live(3);
        world.cloudWatch.fail("g", true);
        world.live(5);
        assertThat(world.said.samplesOf("f"))
                .extracting(r -> r.datapoint().minute() - START)
                .contains(4L);
        assertThat(world.said.gaps(A, START)).contains("3..3");
        world.cloudWatch.fail("g", false);
        world.live(4);
        assertThat(world.said.samplesOf("g"))
                .extracting(r -> r.datapoint().minute() - START)
                .contains(2L, 3L, 4L, 5L);
    }

    @Test
    void startsACallAgainWhenItsPageTokenIsLost() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        for (int i = 0; i < 10; i++) {
            world.calls(HOME, "f" + i, 0, 10).calls(HOME, "f" + i, 1, 10);
        }
        world.cloudWatch.page(7);
        world.cloudWatch.loseTokens(2);
        world.live(5);
        assertThat(world.standing().keySet())
                .filteredOn(k -> k.endsWith("Invocations 1"))
                .hasSize(10);
        assertThat(world.said.gaps(A, START)).isEmpty();
    }

    @Test
    void keepsTheCursorWhileThrottledAndLosesNothing() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        for (int m = 0; m < 30; m++) {
            world.calls(HOME, "f", m, 10 + m);
        }
        world.live(5);
        Refused[] storm = new Refused[24];
        Arrays.setAll(storm, i -> i % 2 == 0 ? Refused.throttled() : Refused.failed());
        world.cloudWatch.refuse(HOME, storm);
        world.live(5);
        long before = world.said.records.get(world.said.records.size() - 1).arrivalMinute() - START;
        assertThat(before).isLessThan(8);
        world.live(11);
        assertThat(world.said.records).noneMatch(Heard::silent);
        assertThat(world.said.samplesOf("f").stream().map(r -> r.datapoint().minute()))
                .isSorted();
        assertThat(world.standing()).hasSize(3 * 20);
    }

    @Test
    void goesOnWithoutADeniedAccountAndSaysItIsUnknown() {
        PollWorld world = new PollWorld(settings(0, RICH, A, B));
        for (int m = -10; m < 60; m++) {
            world.calls(HOME, "f", m, 10).calls(AWAY, "h", m, 10);
        }
        world.live(5);
        world.cloudWatch.deny(AWAY, true);
        world.live(10);
        assertThat(world.said.samplesOf("f"))
                .extracting(r -> r.datapoint().minute() - START)
                .contains(12L);
        assertThat(world.said.gaps(B, START)).contains("4..4", "4..13");
        assertThat(world.said.gaps(A, START)).isEmpty();
        long asked = world.feed.figures().denials;
        assertThat(asked).isBetween(1L, 3L);
        world.cloudWatch.deny(AWAY, false);
        world.live(30);
        List<Long> minutes = world.said.samplesOf("h").stream()
                .map(r -> r.datapoint().minute() - START)
                .distinct()
                .toList();
        assertThat(minutes).endsWith(43L).contains(42L, 41L, 30L);
        assertThat(world.feed.figures().absent).isZero();
        world.said.standing();
    }

    @Test
    void waitsForAFailingAccountOnlySoLongAndTakesItBack() {
        PollWorld world = new PollWorld(settings(0, RICH, A, B));
        for (int m = -10; m < 60; m++) {
            world.calls(HOME, "f", m, 10).calls(AWAY, "h", m, 10);
        }
        world.live(5);
        Refused[] storm = new Refused[24];
        Arrays.setAll(storm, i -> Refused.failed());
        world.cloudWatch.refuse(AWAY, storm);
        world.live(5);
        assertThat(world.said.gaps(B, START)).isNotEmpty();
        assertThat(world.said.samplesOf("f"))
                .extracting(r -> r.datapoint().minute() - START)
                .contains(7L);
        world.live(15);
        assertThat(world.said.samplesOf("h"))
                .extracting(r -> r.datapoint().minute() - START)
                .contains(3L, 4L, 5L, 6L, 22L);
        world.said.standing();
    }

    @Test
    void findsANewFunctionWhileItRuns() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        world.calls(HOME, "f", 0, 10);
        for (int m = 20; m < 40; m++) {
            world.calls(HOME, "new", m, 500);
        }
        world.live(35);
        List<FeedRecord> found = world.said.samplesOf("new");
        assertThat(found).extracting(r -> r.datapoint().minute() - START).contains(20L, 21L, 32L);
        int first = world.said.records.indexOf(found.get(0));
        long lag = world.said.saidAt.get(first) - (START + 21) * 60_000;
        assertThat(lag).isLessThan(7 * 60_000);
    }

    @Test
    void refusesValuesThatNoMetricHasOnce() {
        PollWorld world = new PollWorld(settings(0, RICH, A));
        world.calls(HOME, "f", 0, 10);
        world.put(HOME, "f", "Duration", 1, -5, 0);
        world.live(8);
        List<FeedRecord> rejects =
                world.said.records.stream().filter(r -> r.kind() == Kind.REJECT).toList();
        assertThat(rejects)
                .filteredOn(r -> r.reject().detail().contains("of f "))
                .hasSize(1);
        assertThat(rejects).extracting(r -> r.reject().reason()).containsOnly(RejectReason.BAD_VALUE);
    }
}
