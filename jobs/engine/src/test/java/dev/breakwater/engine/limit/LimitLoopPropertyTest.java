package dev.breakwater.engine.limit;

import static dev.breakwater.engine.limit.Loop.HOUR;
import static dev.breakwater.engine.limit.Loop.MINUTE;
import static dev.breakwater.engine.limit.Loop.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.limit.Call.Kind;
import dev.breakwater.engine.limit.Loop.Fault;
import dev.breakwater.engine.limit.ModelLimit.State;
import dev.breakwater.engine.limit.ModelLimit.Who;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Plays one limit in random worlds: calls fail in every way, readings are old, people and other instances change the
 * limit, and the run ends during a call. The judge reads only the simulated limit.
 */
class LimitLoopPropertyTest {
    private static final int WORLDS =
            Integer.getInteger("breakwater.limits.worlds", 50 * Integer.getInteger("breakwater.worlds", 60));
    private static final long FIRST = Long.getLong("breakwater.limits.seed", 1);
    /**
     * A person's change may be lost if our call follows within this time, because a reading may be 90 s old when the
     * call is made.
     */
    private static final long UNSEEN = Limits.STALE + Limits.FRESH + 25 * SECOND;

    private static final int[] OURS = {6, 9, 18, 36};
    private static final int[] THEIRS = {0, 50, 60, 240, LimitValue.NONE, 9};

    @Test
    void whateverHappensWhatAPersonSetLastStandsInTheEndAndNoTagOfOursDoes() {
        int held = 0;
        for (long seed = FIRST; seed < FIRST + WORLDS; seed++) {
            try {
                held += new World(seed).plays();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + ": " + e.getMessage() + "\nreplay with -Dbreakwater.limits.worlds=1"
                                + " -Dbreakwater.limits.seed=" + seed,
                        e);
            }
        }
        assertThat(held).as("limits that were held in a calm world").isGreaterThan(WORLDS / 2);
    }

    /** A random world. */
    private static final class World {
        private final Random random;
        private final Loop loop;
        private final boolean people;
        private double faulty;
        private int held;

        World(long seed) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            loop = new Loop(random.nextBoolean() ? 240 : LimitValue.NONE);
            people = random.nextInt(4) > 0;
            loop.ages = () -> random.nextInt(3) == 0 ? (long) (random.nextDouble() * Limits.STALE) : 0;
            loop.draws = this::draw;
            loop.dies = () -> random.nextDouble() < faulty / 20;
        }

        private Fault draw(Kind kind) {
            if (random.nextDouble() >= faulty) return Fault.NONE;
            loop.lateBy = (long) (random.nextDouble() * 10 * MINUTE);
            Fault[] all = Fault.values();
            Fault fault = all[random.nextInt(all.length)];
            return kind == Kind.READ && fault == Fault.REFUSED ? Fault.BEFORE : fault;
        }

        private int one(int... of) {
            return of[random.nextInt(of.length)];
        }

        int plays() {
            int steps = 5 + random.nextInt(40);
            for (int i = 0; i < steps; i++) {
                if (random.nextInt(8) == 0) calm();
                happens();
                loop.passes((long) (random.nextDouble() * (random.nextInt(4) == 0 ? 6 : 2) * MINUTE));
            }
            ends();
            return held;
        }

        private void happens() {
            switch (random.nextInt(people ? 16 : 10)) {
                case 0, 1, 2 -> {
                    if (loop.limit == null) loop.wants(one(OURS));
                    else if (isWanted() && random.nextBoolean()) loop.wants(one(OURS));
                }
                case 3 -> {
                    if (isWanted() && random.nextBoolean()) loop.givesBack();
                }
                case 4 -> faulty = random.nextInt(3) * 0.4;
                case 5 -> {
                    if (loop.limit != null) loop.restarts();
                }
                case 6 -> loop.ledgerWritable = random.nextInt(3) > 0;
                case 7 -> loop.aws.most = random.nextBoolean() ? 100 : Integer.MAX_VALUE;
                case 8 -> loop.room = one(-1, 0, 33, 500);
                case 9 -> loop.aws.unreadable = random.nextInt(4) == 0;
                case 10, 11 -> loop.somebodySets(one(THEIRS));
                case 12 -> loop.somebodyTags(null);
                case 13 -> loop.somebodyTags(random.nextBoolean() ? "edited" : anothers());
                case 14 -> loop.aws.handsOffUntil = random.nextBoolean() ? 0 : loop.now + HOUR;
                default -> {
                    if (loop.aws.exists()) loop.aws.delete(loop.now);
                    else loop.aws.create(loop.now);
                }
            }
            if (!loop.aws.exists() && random.nextInt(3) == 0) loop.aws.create(loop.now);
        }

        /** The time until which another instance may hold the limit. */
        private long othersUntil;

        private String anothers() {
            int set = random.nextBoolean() ? loop.aws.value() : one(OURS);
            long until = loop.now + random.nextInt(60) * MINUTE;
            othersUntil = Math.max(othersUntil, until + Limits.WATCHED);
            return Loop.tagOf("stage", Math.max(0, set), lastOfPeople(), until);
        }

        private int lastOfPeople() {
            List<State> states = loop.aws.states();
            for (int i = states.size() - 1; ; i--)
                if (isPeoples(states, i)) return states.get(i).value();
        }

        private boolean isWanted() {
            return loop.limit != null
                    && (loop.limit.life == LimitState.Life.SETTING || loop.limit.life == LimitState.Life.HELD);
        }

        /** Checks that a limit which is still wanted is held after five minutes without faults. */
        private void calm() {
            noFaults();
            long since = loop.now;
            if (loop.limit == null && random.nextBoolean()) loop.wants(one(OURS));
            loop.passes(5 * MINUTE);
            if (!isWanted() || isAnothers(since) || !loop.aws.exists()) return;
            // a late call of ours may just have landed, or the function may just have been created again
            if (loop.valueActs.stream().anyMatch(a -> a.at() < since && a.done() > since)) return;
            if (loop.aws.states().stream().anyMatch(s -> !s.exists() && s.at() > since - 10 * MINUTE)) return;
            assertThat(loop.aws.value()).as("held in a calm world").isEqualTo(loop.limit.intent.wanted);
            assertThat(loop.told())
                    .filteredOn(kind -> kind != LimitEvent.Kind.TAKEN_OVER)
                    .endsWith(LimitEvent.Kind.HELD);
            assertThat(loop.tag().by()).isEqualTo("prod");
            held++;
        }

        /** Whether the value belonged to another instance. It does even if somebody removed that instance's tag. */
        private boolean isAnothers(long since) {
            if (since < othersUntil) return true;
            LeaseTag tag = loop.aws.tag() == null
                    ? null
                    : LeaseTag.read(loop.aws.tag()).tag();
            return tag != null && tag.by().equals("stage");
        }

        private void noFaults() {
            faulty = 0;
            loop.ledgerWritable = true;
            loop.aws.unreadable = false;
            loop.aws.most = Integer.MAX_VALUE;
        }

        private void ends() {
            noFaults();
            if (isWanted()) loop.givesBack();
            loop.passes(3 * HOUR);
            if (!people)
                assertThat(loop.told())
                        .doesNotContain(LimitEvent.Kind.YIELDED, LimitEvent.Kind.TAKEN_OVER, LimitEvent.Kind.GONE);
            if (!loop.aws.exists()) return;
            assertThat(allowed()).as("what people set last").contains(loop.aws.value());
            LeaseTag.Reading tag = loop.aws.tag() == null ? null : LeaseTag.read(loop.aws.tag());
            boolean ours = tag != null && tag.readable() && tag.tag().isOf("prod");
            assertThat(ours).as("a tag of ours is left: %s", loop.aws.tag()).isFalse();
        }

        /**
         * The values that the limit may have at the end. These are the last value that people set and, if that change
         * may have been missed or equals a value of ours, the value before it. A change may have been missed if our call
         * followed soon, or if people set another value before two readings showed it.
         */
        private Set<Integer> allowed() {
            Set<Integer> allowed = new HashSet<>();
            List<State> states = loop.aws.states();
            for (int i = 0; i < states.size(); i++) {
                State s = states.get(i);
                if (!isPeoples(states, i)) continue;
                boolean lost = loop.valueActs.stream().anyMatch(a -> a.done() >= s.at() && a.at() < s.at() + UNSEEN);
                lost |= isReplacedUnread(states, i);
                boolean same = List.of(6, 9, 18, 36).contains(s.value());
                if (!lost && !same) allowed.clear();
                allowed.add(s.value());
            }
            return allowed;
        }

        /** Whether people replaced a value before readings showed it twice. A reading may be {@link Limits#STALE} late. */
        private boolean isReplacedUnread(List<State> states, int i) {
            State s = states.get(i);
            for (int next = i + 1; next < states.size(); next++) {
                if (!isPeoples(states, next) && states.get(next).exists()) continue;
                long end = states.get(next).at() + Limits.STALE;
                return loop.settled.stream()
                        .noneMatch(seen -> seen.value() == s.value() && seen.at() >= s.at() && seen.at() < end);
            }
            return false;
        }

        private static boolean isPeoples(List<State> states, int i) {
            State s = states.get(i);
            if (s.who() != Who.SOMEBODY || !s.exists()) return false;
            State before = i == 0 ? null : states.get(i - 1);
            // the entry for a changed tag repeats the value
            return before == null || before.value() != s.value() || before.who() != Who.SOMEBODY || !before.exists();
        }
    }
}
