package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.control.ControlOutput;
import dev.breakwater.engine.limit.Call;
import dev.breakwater.engine.limit.Reconciler;
import dev.breakwater.engine.policy.PolicyBook.BlastRadius;
import dev.breakwater.engine.policy.PolicyBook.Mode;
import dev.breakwater.engine.policy.ThrottleRule;
import dev.breakwater.engine.policy.ThrottleRule.Worth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Restarts with another mode, blast radius and rule while surges and budgets hold throttles. */
class ConfigChangeTest {

    private static final int WORLDS = Math.min(Integer.getInteger("breakwater.worlds", 60), 1_000) / 16;

    @Test
    void whateverIsConfiguredMeanwhileNothingIsHeldForEver() {
        for (long seed = 1; seed <= WORLDS; seed++) survives(seed);
    }

    private static void calls(RandomWorld world) {
        Rig rig = world.rig;
        if (rig.restateEvery.isZero()) return;
        while (true) {
            ControlOutput due = rig.control().onLimits(rig.state, Reconciler.Gate.OPEN, 100, rig.now);
            for (Call call : due.calls) rig.control().onAnswer(rig.state, world.make(call, rig.now), rig.now);
            if (due.calls.isEmpty()) return;
        }
    }

    private static void survives(long seed) {
        RandomWorld world = new RandomWorld(seed);
        Rig rig = world.rig;
        rig.obeys = false;
        long minute = 1_000;
        for (int i = 0; i < 400; i++, minute++) {
            if (world.chance(25)) restart(world);
            rig.now = (minute + 1) * Rig.MINUTE;
            rig.took(rig.control().onMinute(rig.state = StateCopy.of(rig.state), world.minute(minute), rig.now));
            calls(world);
            rig.tick();
            calls(world);
            if (rig.mode != Mode.ENFORCE)
                assertThat(rig.state.limits.leases).as("seed " + seed).isEmpty();
            rig.state
                    .limits
                    .leases
                    .values()
                    .forEach(l -> assertThat(l.times.maxUntil).isGreaterThan(rig.now));
            world.senseDue(rig.now);
        }
        world.faults = false;
        rig.obeys = true;
        if (rig.restateEvery.isZero()) rig.quietUntil(minute + 60 * 24 * 2);
        else rig.follows(2 * 24 * 60 * Rig.MINUTE);
        assertThat(rig.state.limits.leases).isEmpty();
        assertThat(rig.state.limits.all).isEmpty();
        world.checkAsFound();
        assertThat(rig.state.incidents.ordered).isEmpty();
        assertThat(rig.state.incidents.open).isEmpty();
        assertThat(rig.state.incidents.ended).isEmpty();
    }

    private static void restart(RandomWorld world) {
        Rig rig = world.rig;
        rig.mode = Mode.values()[world.upTo(Mode.values().length)];
        rig.radius = new BlastRadius(world.upTo(5), 1, world.upTo(8), world.upTo(300));
        rig.rule = new ThrottleRule(
                world.upTo(20) * Minute.USD,
                world.upTo(6),
                1 + world.upTo(3),
                Duration.ofMinutes(1 + world.upTo(30)),
                Duration.ofMinutes(1 + world.upTo(240)),
                Duration.ofMinutes(10 + world.upTo(40)),
                rig.rule.lever(),
                false,
                Worth.ANY);
    }
}
