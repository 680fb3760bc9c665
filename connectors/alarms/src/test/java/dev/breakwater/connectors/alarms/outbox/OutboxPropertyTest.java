package dev.breakwater.connectors.alarms.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.alarms.outbox.AlarmChannel.Delivery;
import dev.breakwater.model.AlarmAction;
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

/**
 * Tests random histories of an outbox, with faults, refusals, restarts and people who end alarms. The test's name
 * contains the seed.
 */
class OutboxPropertyTest {

    private static final int KEYS = 40;
    private static final int NOTICES = 20;
    private static final Duration AGAIN = Duration.ofMinutes(20);
    private static final OutboxLimits ROOMY =
            OutboxLimits.defaults().restating().withPerMinute(1_000).withRoomFor(KEYS, NOTICES);

    /** The wanted state of each key by its newest event: the text, or null if the alarm is over. */
    private final Map<String, String> wanted = new HashMap<>();
    /** The number of earlier rings of each alarm. */
    private final Map<String, Integer> rings = new HashMap<>();
    /** The alerts that people see. */
    private final Map<String, String> open = new HashMap<>();

    private final Set<String> lost = new HashSet<>();
    private final List<Long> attempts = new ArrayList<>();
    private long now = 1_764_000_000_000L;
    private int words;

    private static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onceTheReceiverWorksEachKeyShowsWhatIsWantedWhateverFailedInBetween(long seed) {
        Random random = new Random(seed);
        Outbox outbox = live(random, Outbox.fresh(ROOMY), ROOMY, 800);
        long healed = now;
        heal(outbox, AGAIN.plusMinutes(6));
        wanted.forEach((key, text) ->
                assertThat(open.get(key)).as("%s, seed %s", key, seed).isEqualTo(text));
        assertThat(outbox.size()).isZero();
        assertThat(outbox.snapshot().keys())
                .extracting(k -> k.event().action())
                .as("what is over is forgotten")
                .doesNotContain(AlarmAction.RESOLVE, AlarmAction.NOTICE);
        assertThat(now - healed).isLessThanOrEqualTo(AGAIN.plusMinutes(6).toMillis());
    }

    /** Checks that each alarm has one open key with the newest text, and that each ring had an unused key. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatRingsIsOpenUnderItsNewestKeyAloneWhateverFailedInBetween(long seed) {
        OutboxLimits limits = ROOMY.withRoomFor(20 * KEYS, NOTICES).ringing();
        Random random = new Random(seed);
        Outbox outbox = live(random, Outbox.fresh(limits), limits, 800);
        heal(outbox, AGAIN.plusMinutes(6));
        for (int k = 0; k < KEYS; k++) {
            String key = "k" + k;
            List<String> shown = open.entrySet().stream()
                    .filter(e -> e.getKey().equals(key) || e.getKey().startsWith(key + '/'))
                    .map(Map.Entry::getValue)
                    .toList();
            List<String> wants = wanted.get(key) == null ? List.of() : List.of(wanted.get(key));
            assertThat(shown).as("%s, seed %s", key, seed).isEqualTo(wants);
        }
        assertThat(outbox.size()).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSmallOutboxStaysSmallKeepsThePaceAndLeavesNothingOpenThatIsOverUnreported(long seed) {
        OutboxLimits small =
                OutboxLimits.defaults().restating().withPerMinute(5).withRoomFor(7, 3);
        Random random = new Random(seed);
        Outbox outbox = live(random, Outbox.fresh(small), small, 800);
        heal(outbox, Duration.ofHours(2));
        open.keySet().removeAll(lost);
        assertThat(open.keySet()).as("seed %s", seed).allMatch(key -> wanted.get(key) != null);
        for (int i = 5; i < attempts.size(); i++) {
            assertThat(attempts.get(i) - attempts.get(i - 5)).isGreaterThanOrEqualTo(60_000);
        }
    }

    private void note(Outbox outbox) {
        outbox.drainUndelivered().stream()
                .filter(unheard -> unheard.reason() == UndeliveredAlarm.Reason.OVERFLOW
                        || unheard.reason() == UndeliveredAlarm.Reason.REJECTED)
                .forEach(unheard -> lost.add(unheard.event().dedupKey()));
    }

    private Outbox live(Random random, Outbox begun, OutboxLimits limits, int steps) {
        Outbox outbox = begun;
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> say(random, outbox);
                case 3 -> now += random.nextInt(20_000);
                case 4 -> outbox = crashed(random, outbox, limits);
                case 5 -> open.remove("k" + random.nextInt(KEYS)); // resolved by a person
                default -> attempt(random, outbox);
            }
            note(outbox);
            int former = limits.rings() ? limits.maxOpenKeys() : 0;
            assertThat(outbox.snapshot().keys().size())
                    .isLessThanOrEqualTo(limits.maxOpenKeys() + former + limits.maxNotices());
        }
        return outbox;
    }

    /**
     * Simulates a crash right after the snapshot. The event in flight may be sent twice, but no event may be missing.
     */
    private Outbox crashed(Random random, Outbox outbox, OutboxLimits limits) {
        Optional<AlarmEvent> inFlight = random.nextBoolean() ? outbox.next(now) : Optional.empty();
        inFlight.ifPresent(event -> attempts.add(now));
        inFlight.filter(event -> random.nextBoolean()).ifPresent(this::arrive);
        OutboxState state = outbox.snapshot();
        note(outbox);
        // the snapshot does not contain the pace, so a small outbox stays down for the whole window
        now += random.nextInt(3_000) + (limits.perMinute() == ROOMY.perMinute() ? 0 : 60_000);
        return Outbox.restored(limits, List.of(state));
    }

    private void say(Random random, Outbox outbox) {
        String key = "k" + random.nextInt(KEYS);
        String text = "word " + words++;
        long at = random.nextInt(10) == 0 ? now - Duration.ofHours(2).toMillis() : now;
        if (random.nextInt(8) == 0) {
            outbox.offer(Alarms.notice("act" + words, at), now);
        } else if (wanted.get(key) == null) {
            wanted.put(key, text);
            rings.put(key, 0);
            outbox.offer(Alarms.event(AlarmAction.TRIGGER, key, text, at), now);
        } else if (random.nextInt(3) > 0) {
            wanted.put(key, text);
            int ring = rings.merge(key, random.nextInt(2), Integer::sum);
            // control restates the alarm, with or without an earlier change
            AlarmAction action = random.nextBoolean() ? AlarmAction.UPDATE : AlarmAction.STANDS;
            if (action == AlarmAction.STANDS)
                outbox.offer(Alarms.update(key, "before", at).ringing(ring), now);
            note(outbox);
            outbox.offer(Alarms.event(action, key, text, at).ringing(ring), now);
        } else {
            wanted.put(key, null);
            outbox.offer(Alarms.resolve(key, at), now);
        }
    }

    private void attempt(Random random, Outbox outbox) {
        Optional<AlarmEvent> next = outbox.next(now);
        if (next.isEmpty()) {
            return;
        }
        attempts.add(now);
        // the job continues between the attempt and its answer
        if (random.nextInt(4) == 0) say(random, outbox);
        int fate = random.nextInt(6);
        if (fate <= 2) arrive(next.get());
        outbox.settle(
                switch (fate) {
                    case 0, 1 -> new Delivery.Accepted(next.get().dedupKey());
                    case 2 -> later(random, true);
                    case 3 -> new Delivery.Rejected(400, List.of("wrong key"));
                    default -> later(random, false);
                },
                now);
    }

    private static Delivery later(Random random, boolean mayHaveArrived) {
        return new Delivery.RetryLater("fault", Duration.ofSeconds(random.nextInt(5)), mayHaveArrived);
    }

    private void arrive(AlarmEvent event) {
        if (event.opens()) {
            open.put(event.dedupKey(), event.summary());
        } else if (event.action() == AlarmAction.RESOLVE) {
            open.remove(event.dedupKey());
        }
    }

    private void heal(Outbox outbox, Duration within) {
        long until = now + within.toMillis();
        while (outbox.wakeAt(now) <= until) {
            now = Math.max(now, outbox.wakeAt(now));
            outbox.next(now).ifPresent(event -> {
                attempts.add(now);
                arrive(event);
                outbox.settle(new Delivery.Accepted(event.dedupKey()), now);
            });
        }
    }
}
