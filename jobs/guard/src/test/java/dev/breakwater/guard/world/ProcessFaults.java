package dev.breakwater.guard.world;

import dev.breakwater.guard.world.Product.Instance;

/** Draws faults of the job's process, its memory and its disk. */
final class ProcessFaults {

    private static final long MINUTE = WorldClock.MINUTE;

    private final ClosedLoopWorld world;
    private final WorldFaults faults;
    private final Draws draws;

    ProcessFaults(ClosedLoopWorld world, WorldFaults faults) {
        this.world = world;
        this.faults = faults;
        draws = world.draws;
    }

    void draw() {
        Instance job = world.main;
        if (faults.happens(Fault.CRASH, 120) && job.isUp()) {
            job.crash(draws.chance(6) ? draws.between(MINUTE, 180 * MINUTE) : draws.between(5_000, 3 * MINUTE));
        }
        if (faults.happens(Fault.CRASH_IN_ACT, 60)) world.crashInAct = Fault.CRASH_IN_ACT;
        if (faults.happens(Fault.ZOMBIE, 120)) world.crashInAct = Fault.ZOMBIE;
        if (faults.happens(Fault.RESTORED_OLDER, 120)) restore(Fault.RESTORED_OLDER, 1 + draws.upTo(2));
        if (faults.happens(Fault.RESTORED_SAVEPOINT, 100)) restore(Fault.RESTORED_SAVEPOINT, 3);
        if (faults.happens(Fault.STATE_LOST, 150)) {
            faults.at(Fault.STATE_LOST, "");
            job.crash(draws.between(5_000, 10 * MINUTE));
            world.loseState(job);
        }
        if (faults.happens(Fault.LEDGER_LOST, 200)) {
            faults.at(Fault.LEDGER_LOST, "");
            if (draws.chance(2)) job.crash(draws.between(5_000, 10 * MINUTE));
            world.loseLedger(job);
        }
        if (faults.happens(Fault.STATE_AND_LEDGER_LOST, 150)) {
            faults.at(Fault.STATE_AND_LEDGER_LOST, "");
            job.crash(draws.between(5_000, 10 * MINUTE));
            world.loseState(job);
            world.loseLedger(job);
        }
        if (faults.happens(Fault.LEDGER_FULL, 150))
            world.ledgerFull(faults.lasts(Fault.LEDGER_FULL, MINUTE, 60 * MINUTE));
        if (faults.happens(Fault.CHECKPOINTS_FAIL, 200)) {
            world.checkpointsFailUntil = faults.lasts(Fault.CHECKPOINTS_FAIL, MINUTE, 90 * MINUTE);
        }
        if (!world.second.isUp() && faults.happens(Fault.SECOND_INSTANCE, 250)) {
            world.secondInstance(faults.lasts(Fault.SECOND_INSTANCE, 10 * MINUTE, 120 * MINUTE));
        }
        if (!world.aws.ours().isEmpty() && faults.happens(Fault.RENAMED, 60)) {
            job.crash(draws.between(5_000, 3 * MINUTE));
            world.rename();
        }
    }

    private void restore(Fault fault, int older) {
        Instance job = world.main;
        if (!job.isUp()) return;
        long from = job.restoreFrom(older);
        if (from < 0) return;
        faults.at(fault, "");
        world.trace.note("goes back to", (world.clock.now - from) / 1000, "s ago");
        job.crash(draws.between(5_000, 3 * MINUTE));
        world.judge.memory.stateLost(job, from);
    }
}
