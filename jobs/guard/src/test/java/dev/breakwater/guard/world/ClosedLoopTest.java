package dev.breakwater.guard.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Drawn worlds in which everything goes wrong; whatever did, nothing of ours is left behind when it is over. */
class ClosedLoopTest {

    /** {@code -Dbreakwater.worlds=N} draws more. */
    private static final int WORLDS = Integer.getInteger("breakwater.worlds", 1_000);
    /** {@code -Dbreakwater.seed=N -Dbreakwater.worlds=1} plays one of them again. */
    private static final long FIRST = Long.getLong("breakwater.seed", 0);

    private final Map<Fault, Integer> drawn = new EnumMap<>(Fault.class);
    private long steps;
    private long longest;
    private String longestOf = "";
    private int failures;

    @Test
    void leavesNothingBehindInAnyWorld() {
        LongStream.range(FIRST, FIRST + WORLDS).parallel().forEach(this::play);
        System.out.printf("%d worlds, %d steps, longest %s%n%s%n", WORLDS, steps, longestOf, drawn);
        assertThat(failures).isZero();
    }

    private void play(long seed) {
        ClosedLoopWorld world = new ClosedLoopWorld(seed, EnumSet.noneOf(Fault.class));
        try {
            world.play();
        } catch (AssertionError | RuntimeException e) {
            failed(seed, e);
        }
        count(seed, world);
    }

    private synchronized void failed(long seed, Throwable e) {
        failures++;
        throw new AssertionError("-Dbreakwater.seed=" + seed + " -Dbreakwater.worlds=1: " + e.getMessage(), e);
    }

    private synchronized void count(long seed, ClosedLoopWorld world) {
        world.draws.drawn.forEach((fault, n) -> drawn.merge(fault, n, Integer::sum));
        steps += world.steps;
        if (world.quietAfter <= longest) return;
        longest = world.quietAfter;
        longestOf = longest / 1000 + " s of " + world.terms.promised() / 1000 + " s promised, seed " + seed;
    }
}
