package dev.breakwater.connectors.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random lives of an outbox, with faults and restarts; a failing seed is in the test's name. */
class OutboxPropertyTest {

    private static final int EPISODES = 60;
    private static final OutboxLimits ROOMY = OutboxLimits.defaults().withPerMinute(1_000);

    private final Map<String, Integer> phase = new HashMap<>();
    private final Map<String, Boolean> openAtReceiver = new HashMap<>();
    private final Set<String> everRaised = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private final List<Long> attempts = new ArrayList<>();
    private long now = 1_764_000_000_000L;

    private static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyEpisodeIsRaisedAndResolvedWhateverFailsInBetween(long seed) {
        Random random = new Random(seed);
        Outbox outbox = live(random, Outbox.fresh(ROOMY), ROOMY, 600);
        heal(outbox, random);
        for (String key : phase.keySet()) {
            assertThat(everRaised).as("raised, seed %s", seed).contains(key);
            assertThat(openAtReceiver.get(key))
                    .as("closed %s, seed %s", key, seed)
                    .isFalse();
        }
        assertThat(lost).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSmallOutboxStaysSmallAndLeavesNoAlarmOpenThatItClosed(long seed) {
        OutboxLimits small = OutboxLimits.defaults().withMaxPending(7).withPerMinute(5);
        Random random = new Random(seed);
        Outbox outbox = live(random, Outbox.fresh(small), small, 600);
        heal(outbox, random);
        openAtReceiver.forEach((key, open) -> assertThat(open && !lost.contains(key))
                .as("open %s, seed %s", key, seed)
                .isFalse());
        assertPace(5);
    }

    private Outbox live(Random random, Outbox outbox, OutboxLimits limits, int steps) {
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> outbox.offer(say(random), now);
                case 3 -> now += random.nextInt(3_000);
                case 4 -> outbox = crashed(random, outbox, limits);
                default -> attempt(random, outbox, true);
            }
            note(outbox);
            assertThat(outbox.size()).isLessThanOrEqualTo(limits.maxPending());
        }
        return outbox;
    }

    /** A crash right after the snapshot: what was in flight may be sent twice, nothing may be missing. */
    private Outbox crashed(Random random, Outbox outbox, OutboxLimits limits) {
        Optional<AlarmEvent> inFlight = random.nextBoolean() ? outbox.next(now) : Optional.empty();
        inFlight.ifPresent(event -> attempts.add(now));
        inFlight.filter(event -> random.nextBoolean()).ifPresent(this::arrive);
        OutboxState state = outbox.snapshot();
        note(outbox);
        // The pace is not in the snapshot: a small outbox is down for its whole window.
        now += random.nextInt(3_000) + (limits == ROOMY ? 0 : 60_000);
        return Outbox.restored(limits, List.of(state));
    }

    private AlarmEvent say(Random random) {
        String key = "k" + random.nextInt(EPISODES);
        int saidBefore = phase.getOrDefault(key, 0);
        if (saidBefore == 0) {
            phase.put(key, 1);
            return Alarms.trigger(key, now);
        }
        if (saidBefore == 1 && random.nextInt(3) > 0) {
            return Alarms.update(key, "news " + now, now);
        }
        phase.put(key, 2);
        return Alarms.resolve(key, now);
    }

    private void attempt(Random random, Outbox outbox, boolean faults) {
        Optional<AlarmEvent> next = outbox.next(now);
        if (next.isEmpty()) {
            return;
        }
        attempts.add(now);
        AlarmEvent event = next.get();
        int fate = faults ? random.nextInt(4) : 0;
        if (fate <= 1) {
            arrive(event);
        }
        outbox.settle(
                fate == 0
                        ? new Delivery.Accepted(event.dedupKey())
                        : new Delivery.RetryLater("fault", Duration.ofSeconds(random.nextInt(5)), fate <= 2),
                now);
    }

    private void arrive(AlarmEvent event) {
        String key = event.dedupKey();
        if (event.raises()) {
            everRaised.add(key);
            openAtReceiver.put(key, true);
        } else {
            assertThat(everRaised.contains(key) || lost.contains(key))
                    .as("a resolve before its trigger: %s", key)
                    .isTrue();
            openAtReceiver.put(key, false);
        }
    }

    private void heal(Outbox outbox, Random random) {
        for (Map.Entry<String, Integer> entry : phase.entrySet()) {
            if (entry.getValue() == 1) {
                entry.setValue(2);
                outbox.offer(Alarms.resolve(entry.getKey(), now), now);
                note(outbox);
            }
        }
        while (outbox.wakeAt(now) < Long.MAX_VALUE) {
            now = Math.max(now, outbox.wakeAt(now));
            attempt(random, outbox, false);
            note(outbox);
        }
        assertThat(outbox.size()).isZero();
    }

    private void note(Outbox outbox) {
        outbox.drainUnheard().stream()
                .filter(unheard -> unheard.reason() != Unheard.Reason.NEVER_RAISED)
                .forEach(unheard -> lost.add(unheard.event().dedupKey()));
    }

    private void assertPace(int perMinute) {
        for (int i = perMinute; i < attempts.size(); i++) {
            assertThat(attempts.get(i) - attempts.get(i - perMinute)).isGreaterThanOrEqualTo(60_000);
        }
    }
}
