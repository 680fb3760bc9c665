package dev.breakwater.guard.world;

import dev.breakwater.guard.world.Product.Instance;

/**
 * What can still be known about a limit of ours, from its tag, the ledger, and every checkpoint that can be restored.
 */
final class Memory {

    /** The minutes within which an instance learns again from a readable tag what it lost. */
    private static final int LEARNED_WITHIN = 35;

    private final ClosedLoopWorld world;
    private long minuteAt;
    /** Limits that nobody could know any more, so that people restored them. */
    int unknowable;

    Memory(ClosedLoopWorld world) {
        this.world = world;
    }

    /** Records that state from after that time is lost. */
    void stateLost(Instance of, long after) {
        for (ModelLimit limit : world.aws.ours()) {
            if (world.ownerOf(limit) != of || limit.oursSince <= after) continue;
            limit.stateLost = true;
            limit.readable = 0;
        }
        world.judge.handsOff.stateLost(of, after);
        lost();
    }

    void ledgerLost(Instance of) {
        if (of == world.main) world.aws.limits().forEach(ModelLimit::endForgotten);
        for (ModelLimit limit : world.aws.ours()) {
            if (world.ownerOf(limit) != of) continue;
            limit.ledgerLost = true;
            limit.readable = 0;
        }
        world.judge.handsOff.ledgerLost(of);
        lost();
    }

    void minute() {
        boolean answers = world.clock.now >= world.aws.awayUntil
                && world.aws.deniedUntil.values().stream().allMatch(until -> until <= world.clock.now);
        boolean next = world.clock.now >= minuteAt + WorldClock.MINUTE;
        if (next) minuteAt = world.clock.now;
        for (ModelLimit limit : world.aws.ours()) {
            if (!limit.stateLost && !limit.ledgerLost) continue;
            boolean read = answers && !limit.tagLost() && world.ownerOf(limit).isUp();
            if (next && read) limit.readable++;
            if (limit.readable < LEARNED_WITHIN) continue;
            limit.stateLost = false;
            limit.ledgerLost = false;
        }
        lost();
    }

    /** Limits that are lost from tag, state and ledger are left to people. */
    void lost() {
        for (ModelLimit limit : world.aws.ours()) {
            if (!limit.isForgotten() || !world.aws.mayBe(limit, limit.people())) continue;
            world.trace.note("unknowable", limit.text());
            unknowable++;
            limit.people(limit.people(), world.clock.now);
            world.log.note(Fault.HUMAN_PUTS_BACK, world.clock.now, world.clock.now, limit.function);
            world.judge.texts.touched(limit.function);
            world.judge.holds.set(limit);
        }
    }
}
