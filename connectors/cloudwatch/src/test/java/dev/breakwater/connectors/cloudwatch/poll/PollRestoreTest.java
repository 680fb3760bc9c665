package dev.breakwater.connectors.cloudwatch.poll;

import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.A;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.AWAY;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.B;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.HOME;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.START;
import static dev.breakwater.connectors.cloudwatch.poll.PollWorld.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.testkit.cloudwatch.CloudWatchDouble.Points;
import dev.breakwater.connectors.testkit.cloudwatch.Refused;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollRestoreTest {
    private static final int MINUTES = 150;

    /** Tests that failures and crashes change nothing: every true value is emitted once. */
    @ParameterizedTest
    @ValueSource(doubles = {1e6, 25})
    void saysTheTruthOnceWhateverFailsAndWhenEverItDies(double usdPerMonth) {
        int seeds = Math.max(2, Integer.getInteger("breakwater.worlds", 1000) / 100);
        for (int seed = 1; seed <= seeds; seed++) {
            PollWorld world = new PollWorld(settings(60, usdPerMonth, A, B));
            new Life(world, new Random(seed)).live();
            assertThat(differences(world.standing(), world.truth))
                    .as("seed " + seed)
                    .isEmpty();
        }
    }

    private static List<String> differences(Map<String, Double> standing, Map<String, Double> truth) {
        Map<String, String> found = new TreeMap<>();
        truth.forEach((key, value) -> found.put(key, "never said, is " + value));
        standing.forEach((key, value) -> {
            Double is = truth.get(key);
            if (value.equals(is)) {
                found.remove(key);
            } else {
                found.put(key, "said " + value + ", is " + is);
            }
        });
        return found.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue())
                .toList();
    }

    @Test
    void goesOnAtEveryStepOfABootstrap() {
        PollWorld whole = bootstrapping();
        whole.live(8);
        List<String> story = story(whole);
        for (int step = 0; step < 400; step += 29) {
            PollWorld world = bootstrapping();
            List<byte[]> checkpoint = null;
            int said = 0;
            for (int i = 0; checkpoint == null; i++) {
                world.ask();
                boolean some = world.feed.step(world.said);
                if (i == step) {
                    checkpoint = world.checkpoint();
                    said = world.said.records.size();
                }
                if (!some) {
                    world.pass(200);
                }
            }
            world.say();
            world.restore(checkpoint, said);
            world.live(8);
            assertThat(story(world)).as("died at step " + step).isEqualTo(story);
        }
    }

    private static PollWorld bootstrapping() {
        PollWorld world =
                new PollWorld(settings(100, 1e6, A, B).withTiming(PollSettings.Timing.DEFAULT.withWindow(30)));
        for (int m = -100; m < 0; m++) {
            world.calls(HOME, "f", m, 10).calls(AWAY, "h", m, 7);
        }
        return world;
    }

    private static List<String> story(PollWorld world) {
        return world.said.records.stream()
                .filter(r -> r.arrivalMinute() < START)
                .map(Object::toString)
                .toList();
    }

    /**
     * Simulates two and a half hours of two accounts. Each step may have faults, revisions, new functions, sleeping
     * functions and crashes.
     */
    private static final class Life {
        private final PollWorld world;
        private final Random random;
        private List<byte[]> checkpoint;
        private int said;

        Life(PollWorld world, Random random) {
            this.world = world;
            this.random = random;
        }

        void live() {
            for (int m = -30; m < MINUTES; m++) {
                for (int i = 0; i < 6; i++) {
                    maybeCalls(HOME, "f" + i, m, i);
                    maybeCalls(AWAY, "h" + i, m, i);
                }
            }
            checkpoint = world.checkpoint();
            while (world.minute() < MINUTES) {
                moment();
            }
            calm();
            world.live(40);
        }

        private void maybeCalls(Points.Place place, String function, int minute, int kind) {
            boolean calls = switch (kind) {
                case 0, 1 -> true;
                case 2 -> random.nextInt(3) == 0;
                // sleeps for a long time, then wakes
                case 3 -> minute % 90 < 3;
                // does not exist at first
                case 4 -> minute > 40;
                default -> random.nextInt(20) == 0;
            };
            if (!calls) {
                return;
            }
            long end = (START + minute + 1) * 60_000;
            world.calls(place, function, minute, 1 + random.nextInt(200), end + random.nextInt(70_000));
            if (random.nextInt(10) == 0) {
                world.calls(place, function, minute, 1 + random.nextInt(200), end + random.nextInt(240_000) + 70_000);
            }
            if (random.nextInt(15) == 0) {
                world.put(place, function, "Throttles", minute, 3, end + 320_000);
            }
        }

        private void moment() {
            world.pass(1_000 + random.nextInt(20_000));
            switch (random.nextInt(40)) {
                case 0 -> world.cloudWatch.refuse(place(), Refused.throttled(), Refused.throttled());
                case 1 -> world.cloudWatch.refuse(place(), Refused.failed());
                case 2 -> {
                    // a query that fails for minutes would leave a gap in the past, which this test does not cover
                    if (world.minute() > 5) {
                        world.cloudWatch.fail("h" + random.nextInt(6), true);
                    }
                }
                case 3, 4, 5, 6, 7, 8 -> calm();
                case 9 -> world.cloudWatch.page(3 + random.nextInt(20));
                case 10 -> world.cloudWatch.loseTokens(1);
                case 11 -> die();
                default -> {}
            }
            world.ask();
            world.said.now = world.now();
            for (int steps = random.nextInt(60); steps > 0 && world.feed.step(world.said); steps--) {
                if (random.nextInt(40) == 0) {
                    remember();
                }
            }
            if (random.nextInt(10) == 0) {
                remember();
            }
        }

        private Points.Place place() {
            return random.nextBoolean() ? HOME : AWAY;
        }

        private void calm() {
            for (int i = 0; i < 6; i++) {
                world.cloudWatch.fail("h" + i, false);
            }
        }

        private void remember() {
            checkpoint = world.checkpoint();
            said = world.said.records.size();
        }

        private void die() {
            world.pass(random.nextInt(120_000));
            world.restore(checkpoint, said);
        }
    }
}
