package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.control.state.ControlState;
import dev.breakwater.engine.control.state.LeaseState;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Call.Answer;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.model.function.Lever;
import dev.breakwater.model.function.Lever.LeverKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Plays random accounts, surges, changes by people and silences. Every fourth world runs twice. The second run takes a
 * snapshot and restores it at every step.
 */
class ControlPropertyTest {
    /** {@code -Dbreakwater.worlds=N} plays more worlds. */
    private static final int WORLDS = Integer.getInteger("breakwater.worlds", 60);

    /** {@code -Dbreakwater.seed=N -Dbreakwater.worlds=1} plays one world again. */
    private static final long FIRST = Long.getLong("breakwater.seed", 0);

    private static final int MINUTES = 300;
    private static final long START = 100;

    private ControlState plain;
    private boolean restored;
    private int throttles;
    private int lowers;
    private int slips;
    private int widened;
    private int gaveWay;
    private int ordered;
    private int handed;
    private final Map<LeverKind, Integer> levers = new HashMap<>();

    @Test
    void keepsTheGuaranteesInEveryWorld() {
        for (long seed = FIRST; seed < FIRST + WORLDS; seed++) {
            try {
                live(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dbreakwater.seed=" + seed + " -Dbreakwater.worlds=1", e);
            }
        }
        assertThat(throttles).as("the worlds reach throttles").isGreaterThan(WORLDS);
        assertThat(lowers).as("and relapses").isGreaterThan(WORLDS / 100);
        for (LeverKind kind : LeverKind.values()) {
            assertThat(levers.getOrDefault(kind, 0)).as("by " + kind).isGreaterThan(WORLDS / 20);
        }
        assertThat(widened).as("and windows that begin over a throttle").isGreaterThan(WORLDS / 20);
        assertThat(gaveWay).as("and throttles that are too low for one").isGreaterThan(WORLDS / 100);
        assertThat(slips).as("and levers that do not bind").isGreaterThan(WORLDS / 100);
        assertThat(ordered).as("and what budgets order").isGreaterThan(WORLDS / 4);
        assertThat(handed).as("and surges' throttles that become a budget's").isGreaterThan(WORLDS / 100);
    }

    private void live(long seed) {
        RandomWorld world = new RandomWorld(seed);
        Invariants invariants = new Invariants(world);
        plain = new ControlState();
        restored = seed % 4 == 0;
        for (long minute = START; minute < START + MINUTES; minute++) {
            long now = (minute + 1) * Rig.MINUTE;
            tickUntil(world, invariants, now - 1);
            world.rig.now = now;
            // the source is silent for a while, sometimes for hours
            if (world.chance(60)) minute += world.chance(4) ? 240 : 10;
            else arrive(world, invariants, minute);
            if (world.chance(150)) disturb(world, invariants);
            assertThat(StateCopy.size(world.rig.state)).isLessThan(1_000 * (1 + world.names.size()));
        }
        end(world, invariants);
        throttles += invariants.throttles;
        lowers += invariants.lowers;
        slips += invariants.slips;
        widened += invariants.widened;
        gaveWay += invariants.gaveWay;
        ordered += invariants.ordered;
        handed += invariants.handed;
        invariants.levers.forEach((kind, n) -> levers.merge(kind, n, Integer::sum));
    }

    private interface Told {
        ControlOutput on(Control control, ControlState state);
    }

    private void step(RandomWorld world, Invariants invariants, Told call) {
        world.senseDue(world.rig.now);
        if (restored) world.rig.state = StateCopy.of(world.rig.state);
        ControlOutput out = call.on(world.rig.control(), world.rig.state);
        if (restored) assertThat(text(call.on(world.rig.control(), plain))).isEqualTo(text(out));
        world.rig.last = out;
        invariants.check(out, world.rig.now);
    }

    /** In a live run, makes the calls that are due, and the calls that follow them at once. */
    private void calls(RandomWorld world, Invariants invariants) {
        if (world.rig.restateEvery.isZero()) return;
        while (true) {
            step(world, invariants, (c, s) -> c.onLimits(s, Reconciler.Gate.OPEN, 100, world.rig.now));
            List<Call> due = List.copyOf(world.rig.last.calls);
            if (due.isEmpty()) return;
            for (Call call : due) {
                Answer answer = world.make(call, world.rig.now);
                step(world, invariants, (c, s) -> c.onAnswer(s, answer, world.rig.now));
            }
        }
    }

    private static String text(ControlOutput out) {
        return out.decisions + "\n" + out.events + "\n" + out.incidents + "\n" + out.alarms + "\n" + out.calls + "\n"
                + out.wakeAt;
    }

    private void arrive(RandomWorld world, Invariants invariants, long minute) {
        var assessments = world.minute(minute);
        step(world, invariants, (c, s) -> c.onMinute(s, assessments, world.rig.now));
        calls(world, invariants);
    }

    private void tickUntil(RandomWorld world, Invariants invariants, long end) {
        while (world.rig.last.wakeAt <= end) {
            world.rig.now = world.rig.last.wakeAt;
            step(world, invariants, (c, s) -> c.onTick(s, world.rig.now));
            calls(world, invariants);
        }
    }

    /** Ends everything while the source is silent. */
    private void runsOut(RandomWorld world, Invariants invariants) {
        long next;
        while ((next = Math.min(world.rig.last.wakeAt, world.rig.last.callAt)) < Long.MAX_VALUE) {
            world.rig.now = Math.max(world.rig.now + 1_000, next);
            step(world, invariants, (c, s) -> c.onTick(s, world.rig.now));
            calls(world, invariants);
        }
    }

    private void disturb(RandomWorld world, Invariants invariants) {
        String name = world.anyName();
        if (world.chance(3)) {
            world.rig.mode = Mode.ALERT;
            step(world, invariants, (c, s) -> c.onTick(s, world.rig.now));
            world.rig.mode = Mode.ENFORCE;
        } else if (world.chance(2)) {
            LeaseState held = world.rig.state.limits.leases.get(name);
            Lever lever = held == null ? Lever.RESERVATION : held.lever;
            world.hand(name, lever);
        } else {
            world.rig.gone.add(name);
            step(world, invariants, (c, s) -> c.onTick(s, world.rig.now));
            world.rig.gone.remove(name);
        }
    }

    /**
     * Half of the worlds end with the input. In the other worlds, the source becomes silent, and only the clock
     * continues.
     */
    private void end(RandomWorld world, Invariants invariants) {
        world.faults = false;
        if (world.rig.restateEvery.isZero() && world.chance(2)) {
            step(world, invariants, (c, s) -> c.onEndOfInput(s, world.rig.now));
        } else {
            runsOut(world, invariants);
        }
        invariants.checkEnd(world.rig.state);
    }
}
