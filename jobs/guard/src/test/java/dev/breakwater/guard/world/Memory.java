package dev.breakwater.guard.world;

import dev.breakwater.guard.world.Product.Instance;

/**
 * Tracks which limits the product can still know about, from tags, the ledger, and checkpoints that can be restored.
 */
final class Memory {

    /** An instance learns a lost limit again from its readable tag within this many minutes. */
    private static final int LEARNED_WITHIN = 35;

    private final ClosedLoopWorld world;
    private long minuteAt;
    /** The number of limits that the product could no longer know about. People restored them. */
    int unknowable;

    Memory(ClosedLoopWorld world) {
        this.world = world;
    }

    /** Records that the state from after this time is lost. */
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
            Instance owner = world.ownerOf(limit);
            // an instance without memory does not know that an earlier name in a tag was its own
            boolean read = answers && !limit.tagLost() && owner.isUp() && limit.setBy.equals(owner.name());
            if (next && read) limit.readable++;
            if (limit.readable < LEARNED_WITHIN) continue;
            limit.stateLost = false;
            limit.ledgerLost = false;
        }
        lost();
    }

    /** Lets people restore limits that are lost from tag, state and ledger. */
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
