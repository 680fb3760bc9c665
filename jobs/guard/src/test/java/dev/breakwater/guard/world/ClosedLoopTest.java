package dev.breakwater.guard.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Drawn worlds in which everything goes wrong; whatever did, nothing of ours is left behind when it is over. */
class ClosedLoopTest {

    private static final int GATE = 250;
    /** {@code -Dbreakwater.worlds=N} draws more. */
    private static final int WORLDS = Integer.getInteger("breakwater.worlds", GATE);
    /** {@code -Dbreakwater.seed=N -Dbreakwater.worlds=1} plays one of them again. */
    private static final long FIRST = Long.getLong("breakwater.seed", 0);
    /** {@code -Dbreakwater.without=CRASH,DELETED} leaves kinds of faults out, as a shrunk world does. */
    private static final String WITHOUT = System.getProperty("breakwater.without", "");

    private static final int EACH_AT_LEAST = 80;

    private final Map<Fault, Integer> drawn = new EnumMap<>(Fault.class);
    private long steps;
    private int unknowable;
    private double longest;
    private String longestOf = "none";
    private String failed = "";

    @Test
    void leavesNothingBehindInAnyWorld() {
        LongStream.range(FIRST, FIRST + WORLDS).parallel().forEach(this::play);
        System.out.printf(
                "%d worlds, %d steps, %d limits that nobody could know; longest from the last fault to quiet: %s%n%s%n",
                WORLDS, steps, unknowable, longestOf, drawn);
        assertThat(failed).isEmpty();
        if (WORLDS < GATE || !WITHOUT.isEmpty()) return;
        for (Fault fault : Fault.values()) {
            assertThat(drawn.getOrDefault(fault, 0)).as("drawn: " + fault).isGreaterThanOrEqualTo(EACH_AT_LEAST);
        }
    }

    private void play(long seed) {
        ClosedLoopWorld world = new ClosedLoopWorld(seed, without(WITHOUT));
        String failure = failure(world);
        if (failure.isEmpty()) count(seed, world);
        else failed(seed, failure);
    }

    /** How it fails, or empty. */
    private static String failure(ClosedLoopWorld world) {
        try {
            world.play();
            return "";
        } catch (AssertionError | RuntimeException e) {
            return e
                    + (e instanceof AssertionError
                            ? ""
                            : " " + Arrays.toString(e.getStackTrace()) + '\n' + world.trace.text());
        }
    }

    private synchronized void failed(long seed, String failure) {
        System.out.println("world " + seed + ": " + failure.lines().findFirst().orElse(""));
        if (!failed.isEmpty()) return;
        // one that is played again was shrunk when it was found
        Set<Fault> spared = WORLDS == 1 ? without(WITHOUT) : spared(seed);
        String without = spared.stream().map(Enum::name).collect(Collectors.joining(","));
        String replay = "-Dbreakwater.seed=" + seed + " -Dbreakwater.worlds=1";
        failed = replay + " -Dbreakwater.without=" + WITHOUT + "\nshrunk: " + replay + " -Dbreakwater.without="
                + without + '\n' + failure;
    }

    /** Kinds of faults without which that world fails too, one after the other. */
    private static Set<Fault> spared(long seed) {
        Set<Fault> spared = without(WITHOUT);
        for (Fault fault : Fault.values()) {
            if (spared.contains(fault)) continue;
            Set<Fault> more = EnumSet.copyOf(spared.isEmpty() ? EnumSet.of(fault) : spared);
            more.add(fault);
            if (!failure(new ClosedLoopWorld(seed, more)).isEmpty()) spared = more;
        }
        return spared;
    }

    private static Set<Fault> without(String names) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String name : names.split(",")) if (!name.isBlank()) faults.add(Fault.valueOf(name.strip()));
        return faults;
    }

    private synchronized void count(long seed, ClosedLoopWorld world) {
        world.draws.drawn.forEach((fault, n) -> drawn.merge(fault, n, Integer::sum));
        steps += world.steps;
        unknowable += world.unknowable;
        double share = (double) world.quietAfter / world.terms.promised();
        if (share <= longest) return;
        longest = share;
        longestOf = world.quietAfter / 1000 + " s of " + world.terms.promised() / 1000 + " s promised, seed " + seed;
    }
}
