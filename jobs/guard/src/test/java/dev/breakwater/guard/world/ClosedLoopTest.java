package dev.breakwater.guard.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays random worlds in which everything goes wrong. The judge checks who did what in them. */
class ClosedLoopTest {

    private static final int GATE = 60;
    /** {@code -Dbreakwater.worlds=N} plays more worlds. */
    private static final int WORLDS = Integer.getInteger("breakwater.worlds", GATE);
    /** {@code -Dbreakwater.seed=N -Dbreakwater.worlds=1} plays one world again. */
    private static final long FIRST = Long.getLong("breakwater.seed", 0);
    /** {@code -Dbreakwater.without=CRASH,DELETED} leaves out kinds of faults, as in a shrunk world. */
    private static final Set<Fault> WITHOUT = without();

    /** {@code -Dbreakwater.untilFirst=true} stops at the first world that fails, as for a mutant. */
    private static final boolean UNTIL_FIRST = Boolean.getBoolean("breakwater.untilFirst");

    private static final int EACH_AT_LEAST = 6;
    /**
     * Promises that hold only without faults must be judged at least this often. Otherwise, the test proves nothing.
     */
    private static final int JUDGED_AT_LEAST = 60;

    private final Map<Fault, Integer> hits = new EnumMap<>(Fault.class);
    /** The first world that failed each rule. */
    private final Map<String, String> failed = new TreeMap<>();

    private final Map<String, Integer> times = new TreeMap<>();
    private long steps;
    private int unknowable;
    private int ringsJudged;
    private int holdsJudged;
    private int curesJudged;
    private int weeksJudged;
    private int outagesJudged;

    @Test
    void keepsItsPromisesInEveryWorld() {
        LongStream.range(FIRST, FIRST + WORLDS).parallel().forEach(this::play);
        System.out.printf(
                "%d worlds, %d steps, %d limits that nobody could know, judged: %d rings, %d throttles, %d without effect,"
                        + " %d weekly batches, %d outages%nhit: %s%n",
                WORLDS, steps, unknowable, ringsJudged, holdsJudged, curesJudged, weeksJudged, outagesJudged, hits);
        times.forEach((rule, n) -> System.out.println(n + " worlds fail by " + rule + ": " + failed.get(rule)));
        assertThat(failed).isEmpty();
        if (WORLDS < GATE || !WITHOUT.isEmpty()) return;
        assertThat(ringsJudged).as("surges that had to ring").isGreaterThan(JUDGED_AT_LEAST);
        assertThat(holdsJudged).as("surges that had to be held").isGreaterThan(JUDGED_AT_LEAST / 7);
        assertThat(curesJudged).as("throttles without effect").isGreaterThan(JUDGED_AT_LEAST / 100);
        assertThat(weeksJudged).as("weekly batches").isGreaterThan(JUDGED_AT_LEAST / 20);
        assertThat(outagesJudged).as("outages in which a sweep ends a lease").isPositive();
        for (Fault fault : Fault.values()) {
            if (Fault.ASKS_FOR_LIMITS.contains(fault)) continue;
            assertThat(hits.getOrDefault(fault, 0)).as("hit: " + fault).isGreaterThanOrEqualTo(EACH_AT_LEAST);
        }
    }

    /** Seeds outside of the gate whose worlds once failed. */
    @Tag("full")
    @ParameterizedTest
    @ValueSource(longs = {1581, 2416, 3131, 4171, 5567, 6050, 31675})
    void keepsItsPromisesInWorldsThatFailedOnce(long seed) {
        assertThat(failures(new ClosedLoopWorld(seed, WITHOUT))).isEmpty();
    }

    private synchronized boolean isFound() {
        return UNTIL_FIRST && !failed.isEmpty();
    }

    private void play(long seed) {
        if (isFound()) return;
        ClosedLoopWorld world = new ClosedLoopWorld(seed, WITHOUT);
        Map<String, String> failures = failures(world);
        failures.forEach((rule, words) -> failed(seed, rule, words, world));
        count(world);
    }

    /** The failures by rule. A world that cannot be played to its end counts as a failure too. */
    private static Map<String, String> failures(ClosedLoopWorld world) {
        try {
            world.play();
            return world.judge.failures();
        } catch (AssertionError | RuntimeException e) {
            Map<String, String> all = new LinkedHashMap<>(world.judge.failures());
            all.put("crash", e + " " + Arrays.toString(e.getStackTrace()));
            return all;
        }
    }

    private void failed(long seed, String rule, String words, ClosedLoopWorld world) {
        synchronized (this) {
            times.merge(rule, 1, Integer::sum);
            if (failed.containsKey(rule)) return;
            failed.put(rule, "");
        }
        // a world that is played again was already shrunk when it was found
        Set<Fault> spared = WORLDS == 1 || UNTIL_FIRST ? WITHOUT : spared(seed, rule);
        String without = spared.stream().map(Enum::name).collect(Collectors.joining(","));
        String replay = "-Dbreakwater.seed=" + seed + " -Dbreakwater.worlds=1";
        String trace = WORLDS == 1 ? '\n' + world.trace.text() : "";
        synchronized (this) {
            failed.put(rule, words + "\n  " + replay + " -Dbreakwater.without=" + without + trace);
        }
    }

    /**
     * The kinds of faults without which the world still breaks the same rule. They are left out one after the other.
     */
    private static Set<Fault> spared(long seed, String rule) {
        Set<Fault> spared = EnumSet.noneOf(Fault.class);
        spared.addAll(WITHOUT);
        for (Fault fault : Fault.values()) {
            if (spared.contains(fault)) continue;
            Set<Fault> more = EnumSet.of(fault);
            more.addAll(spared);
            if (failures(new ClosedLoopWorld(seed, more)).containsKey(rule)) spared = more;
        }
        return spared;
    }

    private static Set<Fault> without() {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String name : System.getProperty("breakwater.without", "").split(",")) {
            if (!name.isBlank()) faults.add(Fault.valueOf(name.strip()));
        }
        return faults;
    }

    private synchronized void count(ClosedLoopWorld world) {
        world.log.hits.forEach((fault, n) -> hits.merge(fault, n, Integer::sum));
        steps += world.steps;
        unknowable += world.judge.memory.unknowable;
        ringsJudged += world.ringsJudged;
        holdsJudged += world.holdsJudged;
        curesJudged += world.curesJudged;
        weeksJudged += world.weeksJudged;
        outagesJudged += world.outagesJudged;
    }
}
